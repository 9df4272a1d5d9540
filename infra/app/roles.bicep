// Every role that is assigned, and why. The reason becomes the assignment's description. The module that creates a resource
// also assigns the roles on it, so the assignment has as long as possible to take effect before the app starts.
@export()
@description('Roles by what they are for.')
var roles = {
  host: {
    id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // Storage Blob Data Owner
    reason: 'The Functions host stores locks, timer state and its keys here, and loads the app package from here.'
  }
  blobs: {
    id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' // Storage Blob Data Contributor
    reason: 'Stores, reads and deletes photos, checks health, signs links by the account\'s user delegation key.'
  }
  send: {
    id: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39' // Azure Service Bus Data Sender
    reason: 'Sends the messages of the outbox, and schedules failed work for a later attempt.'
  }
  receive: {
    id: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0' // Azure Service Bus Data Receiver
    reason: 'Triggers receive from the queues and from the dead-letter queue of check-runs.'
  }
  count: {
    id: '090c5cfd-751d-490a-894a-3ce6f1109419' // Azure Service Bus Data Owner
    reason: 'Scaling reads queue lengths as the app; Service Bus requires the right to manage for that.'
  }
  secrets: {
    id: '4633458b-17de-408a-b874-0445c86b69e6' // Key Vault Secrets User
    reason: 'App settings refer to secrets in the vault.'
  }
  telemetry: {
    id: '3913510d-42f4-4e42-8a64-420c390055eb' // Monitoring Metrics Publisher
    reason: 'Sends telemetry, because local authentication is off.'
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
    reason: 'Reads, queries and commits documents. No stored procedures, no change feed, no conflicts.'
  }
}
