@description('The identity\'s name.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

// User-assigned, so that roles can be assigned to it before the app exists.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource, for the app.')
output id string = identity.id

@description('Client id, by which a credential selects this identity.')
output clientId string = identity.properties.clientId

@description('Principal to which roles are assigned.')
output principalId string = identity.properties.principalId
