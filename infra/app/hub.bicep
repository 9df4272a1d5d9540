@description('The namespace\'s name.')
param namespaceName string

@description('The hub\'s name.')
param hubName string

@description('Where both lie.')
param location string

@description('Tags of every resource.')
param tags object

@description('The vault that keeps the policy\'s key.')
param vaultName string

resource namespace 'Microsoft.NotificationHubs/namespaces@2023-09-01' = {
  name: namespaceName
  location: location
  tags: tags
  sku: { name: 'Free' }
  properties: {}
}

// Credentials of Apple and Firebase are put in by the operator (DEPLOYING.md).
resource hub 'Microsoft.NotificationHubs/namespaces/notificationHubs@2023-09-01' = {
  parent: namespace
  name: hubName
  location: location
  tags: tags
  properties: {}
}

resource send 'Microsoft.NotificationHubs/namespaces/notificationHubs/authorizationRules@2023-09-01' = {
  parent: hub
  name: 'send'
  properties: { rights: ['Send'] }
}

// The hub's data plane knows no managed identity, so this one key goes from the service into the vault and nowhere else.
module policy 'secret.bicep' = {
  params: {
    vaultName: vaultName
    name: 'notification-hub-key'
    value: send.listKeys().primaryKey
    contentType: 'Key of the policy send of the notification hub'
  }
}

@description('The settings of the app, of the section NotificationHub.')
output settings object = {
  NotificationHub__Endpoint: 'https://${split(split(namespace.properties.serviceBusEndpoint, '/')[2], ':')[0]}'
  NotificationHub__Hub: hub.name
  NotificationHub__KeyName: send.name
  NotificationHub__Key: '@Microsoft.KeyVault(SecretUri=${policy.outputs.uri})'
}
