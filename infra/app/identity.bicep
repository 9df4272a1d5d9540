@description('The identity\'s name.')
param name string

@description('Where it lies.')
param location string

@description('Tags of every resource.')
param tags object

// Assigned by the user, not by the system, so that its roles can be given before the app that needs them exists.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource, for the app.')
output id string = identity.id

@description('What a credential names to choose this identity.')
output clientId string = identity.properties.clientId

@description('To whom roles are assigned.')
output principalId string = identity.properties.principalId
