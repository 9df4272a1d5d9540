targetScope = 'resourceGroup'

@description('Name of the azd environment. Resource names are derived from it.')
@minLength(1)
@maxLength(64)
param environmentName string

// azd offers these regions only, and the deployment refuses any other before it creates anything. They are the regions of Flex
// Consumption, as of 2026; everything else that is deployed exists in all of them. To compare with what is offered today:
// az functionapp list-flexconsumption-locations
@description('Region of all resources.')
@allowed([
  'australiaeast'
  'australiasoutheast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
@metadata({ azd: { type: 'location', default: 'westeurope' } })
param location string

@description('A second region for a copy of documents, with autoscale; empty for none. Blobs go to the pair of the first.')
param secondLocation string = ''

@description('Whether everything is spread over availability zones. Needs Service Bus Premium and two instances that are always ready.')
param zoneRedundant bool = false

@description('Whether documents, messages, secrets and the host storage are private. Needs Service Bus Premium.')
param privateNetworking bool = false

@description('Origins of web pages, besides the app\'s own, that may call the app and upload photos.')
param webOrigins string[] = []

@description('E-mail address that the operator signs in with.')
@minLength(3)
param operatorEmail string

@description('Object id of who may read the operator\'s password. If empty, whoever deploys, if that is a person.')
param operatorPrincipalId string = ''

@description('Type of that principal.')
@allowed(['Group', 'ServicePrincipal', 'User'])
param operatorPrincipalType string = 'User'

@description('Object id of whoever deploys; azd fills it in.')
param deployerPrincipalId string = ''

@description('Type of whoever deploys; azd fills it in.')
param deployerPrincipalType string = ''

@description('E-mail address for alerts; if empty, the operator\'s.')
param alertEmail string = ''

@description('Seconds that a check may wait for its run before an alert is raised.')
@minValue(60)
param oldestCheckSeconds int = 900

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Maximum number of instances.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Requests that one instance handles at a time, bounded by its memory (README.md). Waiting ones (Prefer: wait) count too.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 6

@description('Instances that are kept warm, for example [{ name: \'http\', instanceCount: 1 }].')
param alwaysReady { name: string, instanceCount: int }[] = []

@description('serverless is billed by request; autoscale suits steady load and allows a second region.')
@allowed(['serverless', 'autoscale'])
param documentsCapacity string = 'serverless'

@description('Maximum RU/s with autoscale.')
@minValue(1000)
param documentsMaximumThroughput int = 4000

@description('Whether Service Bus has dedicated capacity (Premium).')
param messagesPremium bool = false

@description('Messaging units with Premium.')
@allowed([1, 2, 4, 8, 16])
param messagingUnits int = 1

@description('Whether the plan scales by queue length, for which the app needs the right to manage queues.')
param countMessages bool = true

@description('Whether the vault cannot be purged early. Its name then stays taken after azd down as well.')
param purgeProtection bool = false

@description('One in this many confident answers is marked for an audit by a person; 0 for none.')
@minValue(0)
param auditEvery int = 1000

@description('Whether pushes to Apple and Firebase go through a notification hub.')
param notificationHub bool = false

@description('Id of the WeChat mini program that sends subscribe messages; empty for none.')
param weChatAppId string = ''

@description('Id of the template of those messages.')
param weChatTemplateId string = ''

@description('What each keyword of that template shows.')
param weChatFields { *: string } = {}

var abbreviations = loadJsonContent('abbreviations.json')
var token = uniqueString(subscription().id, resourceGroup().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }
var database = 'sneakercheck'
var container = 'documents'
// Known before anything is deployed, so what-if and the snapshots can tell them.
var names = {
  identity: '${abbreviations.userAssignedIdentity}${token}'
  documents: '${abbreviations.cosmosAccount}${token}'
  blobs: '${abbreviations.storageAccount}${token}'
  host: '${abbreviations.storageAccount}host${token}'
  messages: '${abbreviations.serviceBusNamespace}${token}'
  vault: '${abbreviations.keyVault}${token}'
  app: '${abbreviations.site}${token}'
}
var capacity = empty(secondLocation) ? documentsCapacity : 'autoscale'
var premium = messagesPremium || privateNetworking || zoneRedundant
var copies = empty(secondLocation) ? (zoneRedundant ? 'ZRS' : 'LRS') : (zoneRedundant ? 'GZRS' : 'GRS')
// Only a person reads the password, so a pipeline that deploys does not become the operator.
var deployerIsUser = deployerPrincipalType == 'User'
var operatorPrincipal = empty(operatorPrincipalId)
  ? { id: deployerIsUser ? deployerPrincipalId : '', type: 'User' }
  : { id: operatorPrincipalId, type: operatorPrincipalType }
// Zone redundancy needs two instances that are always ready.
var warm = zoneRedundant && empty(alwaysReady) ? [{ name: 'http', instanceCount: 2 }] : alwaysReady
// The app's own pages upload to the blob service, which is another origin.
var ownOrigin = 'https://${names.app}.azurewebsites.net'

module identity 'app/identity.bicep' = {
  params: {
    name: names.identity
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  params: {
    workspaceName: '${abbreviations.logAnalyticsWorkspace}${token}'
    componentName: '${abbreviations.insightsComponent}${token}'
    location: location
    tags: tags
    retentionDays: 30
    principalId: identity.outputs.principalId
    identityName: names.identity
  }
}

module documents 'app/documents.bicep' = {
  params: {
    name: names.documents
    location: location
    tags: tags
    secondLocation: secondLocation
    zoneRedundant: zoneRedundant
    privateNetworking: privateNetworking
    capacity: capacity
    maximumThroughput: documentsMaximumThroughput
    databaseName: database
    containerName: container
    principalId: identity.outputs.principalId
    identityName: names.identity
  }
}

module blobs 'app/blobs.bicep' = {
  params: {
    name: names.blobs
    location: location
    tags: tags
    sku: 'Standard_${copies}'
    origins: union([ownOrigin], webOrigins)
    coolAfterDays: 90
    undeleteDays: 7
    principalId: identity.outputs.principalId
    identityName: names.identity
  }
}

module host 'app/host.bicep' = {
  params: {
    name: names.host
    location: location
    tags: tags
    sku: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
    privateNetworking: privateNetworking
    principalId: identity.outputs.principalId
    identityName: names.identity
  }
}

module messages 'app/messages.bicep' = {
  params: {
    name: names.messages
    location: location
    tags: tags
    premium: premium
    messagingUnits: messagingUnits
    privateNetworking: privateNetworking
    principalId: identity.outputs.principalId
    identityName: names.identity
    countMessages: countMessages
  }
}

module vault 'app/keyvault.bicep' = {
  params: {
    name: names.vault
    location: location
    tags: tags
    purgeProtection: purgeProtection
    privateNetworking: privateNetworking
    principalId: identity.outputs.principalId
    identityName: names.identity
    operatorPrincipalId: operatorPrincipal.id
    operatorPrincipalType: operatorPrincipal.type
  }
}

module hub 'app/hub.bicep' = if (notificationHub) {
  params: {
    namespaceName: '${abbreviations.notificationHubNamespace}${token}'
    hubName: '${abbreviations.notificationHub}${token}'
    location: location
    tags: tags
    vaultName: names.vault
  }
  dependsOn: [vault]
}

module network 'app/network.bicep' = if (privateNetworking) {
  params: {
    token: token
    abbreviations: abbreviations
    location: location
    tags: tags
    targets: [
      { name: names.host, id: host.outputs.id, group: 'blob' }
      { name: names.blobs, id: blobs.outputs.id, group: 'blob' }
      { name: names.documents, id: documents.outputs.id, group: 'Sql' }
      { name: names.messages, id: messages.outputs.id, group: 'namespace' }
      { name: names.vault, id: vault.outputs.id, group: 'vault' }
    ]
  }
}

var hubSettings = notificationHub
  ? {
      NotificationHub__Endpoint: hub!.outputs.endpoint
      NotificationHub__Hub: hub!.outputs.name
      NotificationHub__KeyName: hub!.outputs.keyName
      NotificationHub__Key: '@Microsoft.KeyVault(SecretUri=${hub!.outputs.keyUri})'
    }
  : {}
var weChatSettings = empty(weChatAppId)
  ? {}
  : union(
      {
        WeChat__AppId: weChatAppId
        // The operator puts it into the vault (DEPLOYING.md).
        WeChat__AppSecret: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/wechat-app-secret)'
        WeChat__TemplateId: weChatTemplateId
      },
      toObject(items(weChatFields), field => 'WeChat__Fields__${field.key}', field => field.value)
    )

module functions 'app/functions.bicep' = {
  params: {
    name: names.app
    planName: '${abbreviations.serverFarm}${token}'
    location: location
    tags: tags
    serviceName: 'functions'
    identity: { id: identity.outputs.id, clientId: identity.outputs.clientId }
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    alwaysReady: warm
    zoneRedundant: zoneRedundant
    subnetId: network.?outputs.functionsSubnetId ?? ''
    origins: webOrigins
    packagesUri: host.outputs.packagesUri
    hostBlobUri: host.outputs.blobServiceUri
    telemetry: monitoring.outputs.connectionString
    messagesHost: messages.outputs.fullyQualifiedNamespace
    documents: { endpoint: documents.outputs.endpoint, database: database, container: container }
    blobsUri: blobs.outputs.serviceUri
    signingKeyUri: vault.outputs.signingKeyUri
    operatorEmail: operatorEmail
    operatorSignInUri: vault.outputs.operatorSignInUri
    auditEvery: auditEvery
    senders: union(hubSettings, weChatSettings)
  }
}

module alerts 'app/alerts.bicep' = {
  params: {
    token: token
    abbreviations: abbreviations
    location: location
    tags: tags
    email: empty(alertEmail) ? operatorEmail : alertEmail
    workspaceId: monitoring.outputs.workspaceId
    messagesId: messages.outputs.id
    oldestCheckSeconds: oldestCheckSeconds
  }
}

@description('The region, for azd.')
output AZURE_LOCATION string = location

@description('The function app, for azd.')
output AZURE_FUNCTION_NAME string = functions.outputs.name

@description('The vault that holds the operator\'s first sign-in.')
output AZURE_KEY_VAULT_NAME string = vault.outputs.name

@description('Where the app serves.')
output SERVICE_FUNCTIONS_URI string = functions.outputs.url

@description('E-mail address that the operator signs in with.')
output OPERATOR_EMAIL string = operatorEmail
