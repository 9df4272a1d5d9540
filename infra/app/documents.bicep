@description('The account\'s name.')
param name string

@description('The region that takes writes.')
param location string

@description('Tags of every resource.')
param tags object

@description('A further region with a readable copy; empty for none. It rules out serverless.')
param secondLocation string

@description('Whether each region keeps its replicas in several zones.')
param zoneRedundant bool

@description('Whether the account answers private endpoints only.')
param privateNetworking bool

@description('serverless is paid by request and has one region; autoscale is paid by the highest throughput of each hour.')
@allowed(['serverless', 'autoscale'])
param capacity string

@description('The most RU/s under autoscale; a tenth of it is the least that is paid.')
@minValue(1000)
param maximumThroughput int

@description('The database\'s name.')
param databaseName string

@description('The container\'s name.')
param containerName string

var indexes = loadJsonContent('../indexes.json')
var firstRegion = [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
var secondRegion = [{ locationName: secondLocation, failoverPriority: 1, isZoneRedundant: zoneRedundant }]

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: empty(secondLocation) ? firstRegion : concat(firstRegion, secondRegion)
    enableAutomaticFailover: !empty(secondLocation)
    // A consumer on another instance must read what was committed just before its message was sent. In the region that
    // takes writes, bounded staleness reads as strong does; strong across two regions would stop writing without either.
    consistencyPolicy: empty(secondLocation)
      ? { defaultConsistencyLevel: 'Strong' }
      : { defaultConsistencyLevel: 'BoundedStaleness', maxIntervalInSeconds: 300, maxStalenessPrefix: 100000 }
    capabilities: capacity == 'serverless' ? [{ name: 'EnableServerless' }] : []
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous7Days' }
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-04-15' = {
  parent: account
  name: databaseName
  tags: tags
  properties: {
    resource: { id: databaseName }
  }
}

resource container 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-04-15' = {
  parent: database
  name: containerName
  tags: tags
  properties: {
    resource: {
      id: containerName
      partitionKey: {
        kind: 'Hash'
        version: 2
        paths: ['/partition']
      }
      // On, without a default: a document expires only if it says so.
      defaultTtl: -1
      indexingPolicy: {
        automatic: true
        indexingMode: 'consistent'
        // The service indexes id by itself. A query has at most one order, so no composite index is of use.
        includedPaths: [for path in indexes.paths: { path: path }]
        excludedPaths: [{ path: '/*' }]
      }
    }
    options: capacity == 'serverless' ? {} : { autoscaleSettings: { maxThroughput: maximumThroughput } }
  }
}

@description('The account\'s name.')
output name string = account.name

@description('The account, for a private endpoint.')
output id string = account.id

@description('The address that the app reaches it by.')
output endpoint string = account.properties.documentEndpoint
