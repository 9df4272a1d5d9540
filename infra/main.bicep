targetScope = 'resourceGroup'

@description('The azd environment; names are made of it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region of everything.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('A second region that documents and blobs are copied to; empty for none. Blobs go to the region\'s pair, which Azure names. Needs autoscale, which is then taken.')
param secondLocation string = ''

@description('Whether everything is spread over zones. Takes Service Bus Premium, and functions that are always ready in two zones.')
param zoneRedundant bool = false

@description('Whether the app reaches documents, messages, secrets and its own storage privately. Takes Service Bus Premium, private endpoints and a NAT gateway.')
param privateNetworking bool = false

@description('Origins of web pages, other than the app\'s own, that may call it and upload photos.')
param webOrigins string[] = []

@description('The operator\'s e-mail address, by which the operator signs in.')
@minLength(3)
param operatorEmail string

@description('Object id in Entra ID of who may read the operator\'s first sign-in from the vault; empty for nobody.')
param operatorPrincipalId string = ''

@description('What that object is.')
@allowed(['Group', 'ServicePrincipal', 'User'])
param operatorPrincipalType string = 'User'

@description('Who is told of alerts; the operator, where empty.')
param alertEmail string = ''

@description('Seconds that a check may wait for its run before somebody is told.')
@minValue(60)
param oldestCheckSeconds int = 900

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('The most instances.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Requests that one instance answers at a time, bounded by its memory (README.md). Those that wait for an answer count.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 6

@description('Instances that are kept warm, for example [{ name: \'http\', instanceCount: 1 }].')
param alwaysReady { name: string, instanceCount: int }[] = []

@description('serverless is paid by request; autoscale is for steady load, and has a second region.')
@allowed(['serverless', 'autoscale'])
param documentsCapacity string = 'serverless'

@description('The most RU/s under autoscale.')
@minValue(1000)
param documentsMaximumThroughput int = 4000

@description('Whether Service Bus has capacity of its own.')
param messagesPremium bool = false

@description('Messaging units under Premium.')
@allowed([1, 2, 4, 8, 16])
param messagingUnits int = 1

@description('Whether instances are added by the number of waiting messages, which gives the app the right to manage its queues; otherwise one at a time.')
param countMessages bool = true

@description('Whether the vault cannot be erased before its time. It then also keeps its name after azd down.')
param purgeProtection bool = false

@description('One in so many confident answers is marked for an audit by a person; 0 for none.')
@minValue(0)
param auditEvery int = 1000

@description('Whether pushes to Apple and Firebase go through a notification hub.')
param notificationHub bool = false

@description('The WeChat mini program that sends subscribe messages; an empty appId: none. fields say what the template\'s keywords show.')
param weChat { appId: string, templateId: string, fields: object } = { appId: '', templateId: '', fields: {} }

var abbreviations = loadJsonContent('abbreviations.json')
var token = uniqueString(subscription().id, resourceGroup().id, environmentName, location)
var tags = { 'azd-env-name': environmentName }
var database = 'sneakercheck'
var container = 'documents'
var appName = '${abbreviations.site}${token}'
var capacity = empty(secondLocation) ? documentsCapacity : 'autoscale'
var premium = messagesPremium || privateNetworking || zoneRedundant
var copies = empty(secondLocation) ? (zoneRedundant ? 'ZRS' : 'LRS') : (zoneRedundant ? 'GZRS' : 'GRS')
// Zones need two instances that are there already.
var warm = zoneRedundant && empty(alwaysReady) ? [{ name: 'http', instanceCount: 2 }] : alwaysReady
// The app does not change its name's domain; its pages upload to another origin, the blob service.
var ownOrigin = 'https://${appName}.azurewebsites.net'

module identity 'app/identity.bicep' = {
  params: {
    name: '${abbreviations.userAssignedIdentity}${token}'
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
  }
}

module documents 'app/documents.bicep' = {
  params: {
    name: '${abbreviations.cosmosAccount}${token}'
    location: location
    tags: tags
    secondLocation: secondLocation
    zoneRedundant: zoneRedundant
    privateNetworking: privateNetworking
    capacity: capacity
    maximumThroughput: documentsMaximumThroughput
    databaseName: database
    containerName: container
  }
}

module blobs 'app/blobs.bicep' = {
  params: {
    name: '${abbreviations.storageAccount}${token}'
    location: location
    tags: tags
    sku: 'Standard_${copies}'
    origins: union([ownOrigin], webOrigins)
    coolAfterDays: 90
    undeleteDays: 7
  }
}

module host 'app/host.bicep' = {
  params: {
    name: '${abbreviations.storageAccount}host${token}'
    location: location
    tags: tags
    sku: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
    privateNetworking: privateNetworking
  }
}

module messages 'app/messages.bicep' = {
  params: {
    name: '${abbreviations.serviceBusNamespace}${token}'
    location: location
    tags: tags
    premium: premium
    messagingUnits: messagingUnits
    privateNetworking: privateNetworking
  }
}

module vault 'app/keyvault.bicep' = {
  params: {
    name: '${abbreviations.keyVault}${token}'
    location: location
    tags: tags
    purgeProtection: purgeProtection
    privateNetworking: privateNetworking
  }
}

module hub 'app/hub.bicep' = if (notificationHub) {
  params: {
    namespaceName: '${abbreviations.notificationHubNamespace}${token}'
    hubName: '${abbreviations.notificationHub}${token}'
    location: location
    tags: tags
    vaultName: vault.outputs.name
  }
}

module roles 'app/roles.bicep' = {
  params: {
    principalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
    countMessages: countMessages
    hostName: host.outputs.name
    blobsName: blobs.outputs.name
    messagesName: messages.outputs.name
    documentsName: documents.outputs.name
    vaultName: vault.outputs.name
    componentName: monitoring.outputs.componentName
  }
}

module network 'app/network.bicep' = if (privateNetworking) {
  params: {
    token: token
    abbreviations: abbreviations
    location: location
    tags: tags
    targets: [
      { name: host.outputs.name, id: host.outputs.id, group: 'blob' }
      { name: blobs.outputs.name, id: blobs.outputs.id, group: 'blob' }
      { name: documents.outputs.name, id: documents.outputs.id, group: 'Sql' }
      { name: messages.outputs.name, id: messages.outputs.id, group: 'namespace' }
      { name: vault.outputs.name, id: vault.outputs.id, group: 'vault' }
    ]
  }
}

var hubSettings = hub.?outputs.settings ?? {}
var weChatSettings = empty(weChat.appId) ? {} : union(
  {
    WeChat__AppId: weChat.appId
    // Put into the vault by the operator (DEPLOYING.md): nothing here knows it.
    WeChat__AppSecret: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/wechat-app-secret)'
    WeChat__TemplateId: weChat.templateId
  },
  toObject(items(weChat.fields), field => 'WeChat__Fields__${field.key}', field => field.value)
)

module functions 'app/functions.bicep' = {
  params: {
    name: appName
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
  dependsOn: [
    // The app must be able to read its settings' secrets, and its package, from the start.
    roles
  ]
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

@description('By what the operator signs in.')
output OPERATOR_EMAIL string = operatorEmail
