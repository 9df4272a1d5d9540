import { roles } from 'roles.bicep'

@description('The account\'s name.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('SKU, which chooses the redundancy, for example Standard_LRS.')
param sku string

@description('Whether only private endpoints reach the account.')
param privateNetworking bool

@description('The principal of the app\'s identity, to which roles are assigned.')
param principalId string

@description('Name of that identity. Assignments are named after it, not after the principal, whose id what-if cannot know.')
param identityName string

var packages = 'app-packages'

// Storage of the Functions host: the app package, locks and timer state. Photos have another account, so that the host's broad role
// on this one does not include them.
resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
    }
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
  }
}

resource service 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: service
  name: packages
  properties: { publicAccess: 'None' }
}

resource hostRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, identityName, roles.host.id)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.host.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.host.reason
  }
}

@description('The account, for a private endpoint.')
output id string = account.id

@description('The blob service\'s address.')
output blobServiceUri string = account.properties.primaryEndpoints.blob

@description('Container for the app package.')
output packagesUri string = '${account.properties.primaryEndpoints.blob}${container.name}'
