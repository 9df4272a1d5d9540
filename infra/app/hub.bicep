@description('The namespace\'s name.')
param namespaceName string

@description('The hub\'s name.')
param hubName string

@description('Region of both.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Vault for the policy\'s key.')
param vaultName string

resource namespace 'Microsoft.NotificationHubs/namespaces@2023-09-01' = {
  name: namespaceName
  location: location
  tags: tags
  sku: { name: 'Free' }
  properties: {}
}

// The operator adds the credentials of Apple and Firebase (DEPLOYING.md).
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

// The hub's data plane does not support managed identities, so this one key is copied from the service into the vault.
module policy 'secret.bicep' = {
  params: {
    vaultName: vaultName
    name: 'notification-hub-key'
    value: send.listKeys().primaryKey
    contentType: 'Key of the policy send of the notification hub'
  }
}

@description('Address of the namespace.')
output endpoint string = 'https://${split(split(namespace.properties.serviceBusEndpoint, '/')[2], ':')[0]}'

@description('Name of the hub.')
output name string = hub.name

@description('Name of the policy that may send.')
output keyName string = send.name

@description('The secret that holds the key of that policy.')
output keyUri string = policy.outputs.uri
