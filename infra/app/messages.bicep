@description('The namespace\'s name.')
param name string

@description('Where it lies.')
param location string

@description('Tags of every resource.')
param tags object

@description('Whether the namespace has capacity of its own. A Standard namespace cannot become Premium in place.')
param premium bool

@description('Messaging units of a Premium namespace.')
@allowed([1, 2, 4, 8, 16])
param messagingUnits int

@description('Whether the namespace answers private endpoints only; needs Premium.')
param privateNetworking bool

var list = loadJsonContent('../queues.json')

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: premium ? { name: 'Premium', tier: 'Premium', capacity: messagingUnits } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [for queue in list.queues: {
  parent: namespace
  name: queue
  properties: list.policy
}]

@description('The namespace\'s name.')
output name string = namespace.name

@description('The namespace, for alerts and a private endpoint.')
output id string = namespace.id

@description('The host that the app connects to.')
output fullyQualifiedNamespace string = split(split(namespace.properties.serviceBusEndpoint, '/')[2], ':')[0]
