@description('The app\'s name.')
param name string

@description('The plan\'s name.')
param planName string

@description('Region of both.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('The service in azure.yaml that is deployed to this app.')
param serviceName string

@description('The identity that the app acts as.')
param identity { id: string, clientId: string }

@description('Memory of an instance in MB; CPU grows with it.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Maximum number of instances.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Requests that one instance handles at a time.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int

@description('Instances that are kept warm: name is http or function:NAME.')
param alwaysReady { name: string, instanceCount: int }[]

@description('Whether instances are spread over zones; needs at least two that are always ready.')
param zoneRedundant bool

@description('Subnet for the app\'s outbound traffic; empty for none.')
param subnetId string

@description('Other origins whose web pages may call the app.')
param origins string[]

@description('Container for the app package.')
param packagesUri string

@description('Blob service of the Functions host.')
param hostBlobUri string

@description('Connection string of Application Insights.')
param telemetry string

@description('Host name of the Service Bus namespace.')
param messagesHost string

@description('Address of the documents.')
param documents { endpoint: string, database: string, container: string }

@description('Blob service for photos.')
param blobsUri string

@description('Secret that holds the key of session tokens.')
param signingKeyUri string

@description('E-mail address that the operator signs in with.')
param operatorEmail string

@description('Secret that holds the operator\'s password.')
param operatorSignInUri string

@description('One in this many confident answers is marked for an audit by a person; 0 for none.')
@minValue(0)
param auditEvery int

@description('Additional settings, of the senders that are enabled.')
param senders { *: string }

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
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

resource app 'Microsoft.Web/sites@2025-03-01' = {
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
        // The identity that DefaultAzureCredential uses.
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
        Uploads__PerAccount: '8'
        Uploads__PerProcess: '64'
        Uploads__BufferMegabytes: '256'
        Checks__AuditEvery: string(auditEvery)
        Checks__ScorerTimeout: '00:00:20'
        Push__AllowPrivateAddresses: 'false'
        Push__Timeout: '00:00:15'
      },
      senders
    )
  }

  // Deployment uses Entra ID only, because publishing profiles contain passwords. One after the other, because the service refuses
  // to change an app while another change is running.
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

@description('Address of the app.')
output url string = 'https://${app.properties.defaultHostName}'
