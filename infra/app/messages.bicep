import { roles } from 'roles.bicep'

@description('The namespace\'s name.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Whether the namespace has dedicated capacity. A Standard namespace cannot be changed to Premium.')
param premium bool

@description('Messaging units of a Premium namespace.')
@allowed([1, 2, 4, 8, 16])
param messagingUnits int

@description('Whether only private endpoints reach the namespace; needs Premium.')
param privateNetworking bool

@description('The principal of the app\'s identity, to which roles are assigned.')
param principalId string

@description('Name of that identity. Assignments are named after it, not after the principal, whose id what-if cannot know.')
param identityName string

@description('Whether scaling may count waiting messages, for which Service Bus requires the right to manage queues.')
param countMessages bool

var list = loadJsonContent('../queues.json')

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
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

resource queues 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [
  for queue in list.queues: {
    parent: namespace
    name: queue
    properties: list.policy
  }
]

resource messagesRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roles.send, roles.receive]: {
    name: guid(namespace.id, identityName, role.id)
    scope: namespace
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.id)
      principalId: principalId
      principalType: 'ServicePrincipal'
      description: role.reason
    }
  }
]

resource countRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (countMessages) {
  name: guid(namespace.id, identityName, roles.count.id)
  scope: namespace
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.count.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.count.reason
  }
}

@description('The namespace, for alerts and a private endpoint.')
output id string = namespace.id

@description('Host name that the app connects to.')
output fullyQualifiedNamespace string = split(split(namespace.properties.serviceBusEndpoint, '/')[2], ':')[0]
