import { roles } from 'roles.bicep'

@description('The account\'s name.')
param name string

@description('Region for writes.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Region of a readable copy; empty for none. Not possible with serverless.')
param secondLocation string

@description('Whether each region keeps its replicas in several zones.')
param zoneRedundant bool

@description('Whether only private endpoints reach the account.')
param privateNetworking bool

@description('serverless is billed by request and has one region; autoscale by the highest throughput of each hour.')
@allowed(['serverless', 'autoscale'])
param capacity string

@description('Maximum RU/s with autoscale; a tenth of it is the minimum that is billed.')
@minValue(1000)
param maximumThroughput int

@description('The database\'s name.')
param databaseName string

@description('The container\'s name.')
param containerName string

@description('The principal of the app\'s identity, to which roles are assigned.')
param principalId string

@description('Name of that identity. Assignments are named after it, not after the principal, whose id what-if cannot know.')
param identityName string

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
    // A consumer on another instance must read what was committed just before its message was sent. In the region that takes
    // writes, bounded staleness guarantees that too. Strong across two regions would block writes when either is down.
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
      // -1 means: on, without a default. A document expires only if it has a ttl of its own.
      defaultTtl: -1
      indexingPolicy: {
        automatic: true
        indexingMode: 'consistent'
        // The service always indexes id. Queries order by one field at most, so composite indexes would not help.
        includedPaths: [for path in indexes.paths: { path: path }]
        excludedPaths: [{ path: '/*' }]
      }
    }
    options: capacity == 'serverless' ? {} : { autoscaleSettings: { maxThroughput: maximumThroughput } }
  }
}

// Cosmos DB has its own roles for data. The built-in contributor role permits more than the app does.
resource definition 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-04-15' = {
  parent: account
  name: guid(account.id, 'documents')
  properties: {
    roleName: roles.documents.name
    type: 'CustomRole'
    assignableScopes: [account.id]
    permissions: [{ dataActions: roles.documents.actions }]
  }
}

resource documentsRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = {
  parent: account
  name: guid(account.id, identityName, definition.name)
  properties: {
    roleDefinitionId: definition.id
    principalId: principalId
    scope: account.id
  }
}

@description('The account, for a private endpoint.')
output id string = account.id

@description('Address for the app.')
output endpoint string = account.properties.documentEndpoint
