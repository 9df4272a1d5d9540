@description('The app\'s name.')
param name string

@description('The plan\'s name.')
param planName string

@description('Where both lie.')
param location string

@description('Tags of every resource.')
param tags object

@description('The service of azure.yaml that is deployed to this app.')
param serviceName string

@description('The identity that the app acts as.')
param identity { id: string, clientId: string }

@description('Memory of an instance in MB; processors grow with it.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('The most instances.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Requests that one instance answers at a time.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@description('Instances that are kept warm: name is http or function:NAME.')
param alwaysReady { name: string, instanceCount: int }[]

@description('Whether instances are spread over zones; needs two or more that are always ready.')
param zoneRedundant bool

@description('The subnet that the app sends from; empty for none.')
param subnetId string

@description('Web pages on other origins that may call the app.')
param origins string[]

@description('The container that the app\'s package is deployed to.')
param packagesUri string

@description('The blob service that the Functions host works with.')
param hostBlobUri string

@description('Where telemetry goes.')
param telemetry string

@description('The host of the Service Bus namespace.')
param messagesHost string

@description('Where documents are.')
param documents { endpoint: string, database: string, container: string }

@description('The blob service of photos.')
param blobsUri string

@description('The vault\'s secret with the key of session tokens.')
param signingKeyUri string

@description('The operator\'s e-mail address, by which the operator signs in.')
param operatorEmail string

@description('The vault\'s entry with what the operator signs in with.')
param operatorSignInUri string

@description('One in so many confident answers is marked for an audit by a person; 0 for none.')
@minValue(0)
param auditEvery int

@description('Further settings: those of senders that are wanted.')
param senders object

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
        triggers: {
          http: { perInstanceConcurrency: httpConcurrency }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      cors: empty(origins) ? null : { allowedOrigins: origins }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        // The Functions host.
        AzureWebJobsStorage__blobServiceUri: hostBlobUri
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: telemetry
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
        // The host holds a body in memory before the app sees it; its own limit is 100 MB. The app takes no more than this anyway.
        FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '30000000'
        // The identity that DefaultAzureCredential takes.
        AZURE_CLIENT_ID: identity.clientId
        // The app.
        ServiceBus__fullyQualifiedNamespace: messagesHost
        ServiceBus__credential: 'managedidentity'
        ServiceBus__clientId: identity.clientId
        Documents__CosmosEndpoint: documents.endpoint
        Documents__CosmosDatabase: documents.database
        Documents__CosmosContainer: documents.container
        Documents__CosmosGateway: 'false'
        Blobs__ServiceUri: blobsUri
        Tokens__SigningKey: '@Microsoft.KeyVault(SecretUri=${signingKeyUri})'
        Tokens__Issuer: 'sneakercheck'
        Tokens__Audience: 'sneakercheck'
        Operator__Email: operatorEmail
        Operator__Password: '@Microsoft.KeyVault(SecretUri=${operatorSignInUri})'
        Checks__AuditEvery: string(auditEvery)
        Checks__ScorerTimeout: '00:00:20'
        Push__AllowPrivateAddresses: 'false'
        Push__Timeout: '00:00:15'
      },
      senders
    )
  }

  // Deployment uses Entra ID alone; publishing profiles hold passwords. One after the other, because the service refuses
  // changes of an app that is just being changed.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
    dependsOn: [settings]
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
    dependsOn: [scm]
  }
}

@description('The app\'s name.')
output name string = app.name

@description('Where the app serves.')
output url string = 'https://${app.properties.defaultHostName}'
