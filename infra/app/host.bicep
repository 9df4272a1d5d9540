@description('The account\'s name.')
param name string

@description('Where it lies.')
param location string

@description('Tags of every resource.')
param tags object

@description('How copies are kept, for example Standard_LRS.')
param sku string

@description('Whether the account answers private endpoints only.')
param privateNetworking bool

var packages = 'app-packages'

// What the Functions host keeps for itself: the app's package, the lock and the last moment of each timer. Photos have an
// account of their own, so that the host's wide role on this one does not reach them.
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

@description('The account\'s name.')
output name string = account.name

@description('The account, for a private endpoint.')
output id string = account.id

@description('The blob service\'s address.')
output blobServiceUri string = account.properties.primaryEndpoints.blob

@description('The container that the app\'s package is deployed to.')
output packagesUri string = '${account.properties.primaryEndpoints.blob}${container.name}'
