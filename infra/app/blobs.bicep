import { roles } from 'roles.bicep'

@description('The account\'s name.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('SKU, which chooses the redundancy, for example Standard_LRS.')
param sku string

@description('Origins of web pages that may use upload and read links, such as https://sneakers.example.')
param origins string[]

@description('Days after which a photo moves to the cool tier, where storage costs less and reading more.')
@minValue(1)
param coolAfterDays int

@description('Days for which a deleted or overwritten photo can be restored.')
@minValue(1)
@maxValue(365)
param undeleteDays int

@description('The principal of the app\'s identity, to which roles are assigned.')
param principalId string

@description('Name of that identity. Assignments are named after it, not after the principal, whose id what-if cannot know.')
param identityName string

// These names are defined in the code: PhotoBlob.Container, Exemplar.Container, PictureBlob.Container,
// ProfilePhotos.Container and HealthProbes.Container.
var containerNames = ['photos', 'evidence', 'exemplars', 'pictures', 'profile-photos', 'health']

// Phones upload straight into this account, with links that are signed for one blob each. So it stays public even with private
// networking.
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
    publicNetworkAccess: 'Enabled'
    supportsHttpsTrafficOnly: true
  }
}

resource service 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    cors: {
      corsRules: [
        {
          allowedOrigins: origins
          allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT']
          allowedHeaders: [
            'content-md5'
            'content-type'
            'range'
            'x-ms-blob-type'
            'x-ms-client-request-id'
            'x-ms-meta-*'
            'x-ms-version'
          ]
          exposedHeaders: [
            'content-length'
            'content-md5'
            'content-range'
            'content-type'
            'etag'
            'last-modified'
            'x-ms-error-code'
            'x-ms-request-id'
          ]
          maxAgeInSeconds: 3600
        }
      ]
    }
    deleteRetentionPolicy: { enabled: true, days: undeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: undeleteDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in containerNames: {
    parent: service
    name: container
    properties: { publicAccess: 'None' }
  }
]

// No rule deletes photos by age, because only a check's document tells a live photo from an abandoned one. The queues photo-cleanups
// and picture-settlements, to which a message is sent before each upload, delete abandoned ones. The service itself drops blocks that
// were never committed after a week. The second rule deletes the snapshots and versions that overwritten uploads leave behind.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'cool-old-photos'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['evidence/', 'photos/'] }
            actions: {
              baseBlob: { tierToCool: { daysAfterModificationGreaterThan: coolAfterDays } }
            }
          }
        }
        {
          name: 'delete-overwritten-uploads'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: map(containerNames, container => '${container}/') }
            actions: {
              snapshot: { delete: { daysAfterCreationGreaterThan: undeleteDays } }
              version: { delete: { daysAfterCreationGreaterThan: undeleteDays } }
            }
          }
        }
      ]
    }
  }
  dependsOn: [
    // Both change the blob service; in parallel one of them may be refused.
    service
  ]
}

resource blobsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, identityName, roles.blobs.id)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobs.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.blobs.reason
  }
}

@description('The account, for a private endpoint.')
output id string = account.id

@description('The blob service\'s address.')
output serviceUri string = account.properties.primaryEndpoints.blob
