@description('The account\'s name.')
param name string

@description('Where it lies.')
param location string

@description('Tags of every resource.')
param tags object

@description('How copies are kept, for example Standard_LRS.')
param sku string

@description('Web pages that may use upload and read links, as origins such as https://sneakers.example.')
param origins string[]

@description('Days after which a photo moves to the cool tier, where keeping it costs less and reading it more.')
@minValue(1)
param coolAfterDays int

@description('Days for which a deleted or overwritten photo can be brought back.')
@minValue(1)
@maxValue(365)
param undeleteDays int

// The names are the code's: PhotoBlob.Container, Exemplar.Container and PictureBlob.Container.
var containerNames = ['photos', 'exemplars', 'pictures']

// Phones upload straight into this account, by links that are signed for one blob each. So it stays reachable from
// everywhere even where the rest of the network is private.
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
          allowedHeaders: ['content-md5', 'content-type', 'range', 'x-ms-blob-type', 'x-ms-client-request-id', 'x-ms-meta-*', 'x-ms-version']
          exposedHeaders: ['content-length', 'content-md5', 'content-range', 'content-type', 'etag', 'last-modified', 'x-ms-error-code', 'x-ms-request-id']
          maxAgeInSeconds: 3600
        }
      ]
    }
    deleteRetentionPolicy: { enabled: true, days: undeleteDays }
    containerDeleteRetentionPolicy: { enabled: true, days: undeleteDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [for container in containerNames: {
  parent: service
  name: container
  properties: { publicAccess: 'None' }
}]

// No rule deletes photos by age: a live photo and an abandoned one have the same kind of name and differ only in whether a
// check shows them. The queues photo-cleanups and picture-settlements, ordered before each upload, delete abandoned ones; blocks that were never
// committed are dropped by the service after a week. What an overwritten upload leaves as a snapshot or a version, which no
// name leads to, is deleted by the second rule.
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
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['photos/'] }
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
    // Both change the account's blob service; side by side one of them may be refused.
    service
  ]
}

@description('The account\'s name.')
output name string = account.name

@description('The account, for a private endpoint.')
output id string = account.id

@description('The blob service\'s address.')
output serviceUri string = account.properties.primaryEndpoints.blob
