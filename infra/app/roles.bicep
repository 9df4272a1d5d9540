@description('To whom all roles but the operator\'s are given: the app\'s identity.')
param principalId string

@description('Who may read the secrets that the deployment makes; empty for nobody.')
param operatorPrincipalId string

@description('What the operator is in Entra ID.')
@allowed(['Group', 'ServicePrincipal', 'User'])
param operatorPrincipalType string

@description('Whether scaling may count waiting messages, for which Service Bus demands the right to manage queues.')
param countMessages bool

@description('The storage account of the Functions host.')
param hostName string

@description('The storage account of photos.')
param blobsName string

@description('The Service Bus namespace.')
param messagesName string

@description('The Cosmos DB account.')
param documentsName string

@description('The vault.')
param vaultName string

@description('The Application Insights resource.')
param componentName string

// Every role that anybody gets, and why. The reason becomes the description of the assignment.
var roles = {
  host: {
    id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
    reason: 'The Functions host keeps locks, the moments of timers and its keys here, and loads the app\'s package from here.'
  }
  blobs: {
    id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor
    reason: 'Stores, reads and deletes photos, lists containers to see whether storage answers, and gets the user delegation key that signs links; that key is to be had on the whole account only.'
  }
  send: {
    id: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39' // Azure Service Bus Data Sender
    reason: 'Sends what the outbox holds, and failed work anew for later.'
  }
  receive: {
    id: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0' // Azure Service Bus Data Receiver
    reason: 'Triggers receive from the queues and from the dead letters of check-runs.'
  }
  count: {
    id: '090c5cfd-751d-490a-894a-3ce6f1109419' // Azure Service Bus Data Owner
    reason: 'Scaling by the number of waiting messages reads it with the app\'s identity, and the service demands the right to manage for that. Without it instances are added one at a time.'
  }
  secrets: {
    id: '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User
    reason: 'Settings refer to the vault\'s secrets.'
  }
  telemetry: {
    id: '3913510d-42f4-4e42-8a64-420c390055eb' // Monitoring Metrics Publisher
    reason: 'Sends telemetry; local authentication is off.'
  }
  operator: {
    id: '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User
    reason: 'Reads the operator\'s password for the first sign-in.'
  }
  documents: {
    name: 'SneakerCheck documents'
    actions: [
      'Microsoft.DocumentDB/databaseAccounts/readMetadata'
      'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
      'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/*'
    ]
    reason: 'Reads, queries and commits documents; no stored procedures, no change feed, no conflicts.'
  }
}

resource host 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostName
}

resource blobs 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: blobsName
}

resource messages 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: messagesName
}

resource documents 'Microsoft.DocumentDB/databaseAccounts@2025-04-15' existing = {
  name: documentsName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource hostRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(host.id, principalId, roles.host.id)
  scope: host
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.host.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.host.reason
  }
}

resource blobsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(blobs.id, principalId, roles.blobs.id)
  scope: blobs
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobs.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.blobs.reason
  }
}

resource messagesRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [roles.send, roles.receive]: {
  name: guid(messages.id, principalId, role.id)
  scope: messages
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: role.reason
  }
}]

resource countRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (countMessages) {
  name: guid(messages.id, principalId, roles.count.id)
  scope: messages
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.count.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.count.reason
  }
}

resource secretsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, roles.secrets.id)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secrets.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.secrets.reason
  }
}

resource telemetryRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, principalId, roles.telemetry.id)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.telemetry.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.telemetry.reason
  }
}

resource operatorRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  name: guid(vault.id, operatorPrincipalId, roles.operator.id)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.operator.id)
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
    description: roles.operator.reason
  }
}

// Cosmos DB has roles of its own for its data. The built-in contributor may more than the app does.
resource documentsDefinition 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-04-15' = {
  parent: documents
  name: guid(documents.id, 'documents')
  properties: {
    roleName: roles.documents.name
    type: 'CustomRole'
    assignableScopes: [documents.id]
    permissions: [{ dataActions: roles.documents.actions }]
  }
}

resource documentsRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-04-15' = {
  parent: documents
  name: guid(documents.id, principalId, documentsDefinition.name)
  properties: {
    roleDefinitionId: documentsDefinition.id
    principalId: principalId
    scope: documents.id
  }
}
