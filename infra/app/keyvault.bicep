import { roles } from 'roles.bicep'

@description('The vault\'s name.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Whether the vault cannot be purged early. Its name then stays taken after azd down as well.')
param purgeProtection bool

@description('Whether only private endpoints reach the vault.')
param privateNetworking bool

@description('The principal of the app\'s identity, to which roles are assigned.')
param principalId string

@description('Name of that identity. Assignments are named after it, not after the principal, whose id what-if cannot know.')
param identityName string

@description('The principal that may read the secrets made here; empty for none.')
param operatorPrincipalId string

@description('What the operator is in Entra ID.')
@allowed(['Group', 'ServicePrincipal', 'User'])
param operatorPrincipalType string

@description('Random; do not set.')
@secure()
param firstSeed string = newGuid()

@description('Random; do not set.')
@secure()
param secondSeed string = newGuid()

@description('Random; do not set.')
@secure()
param thirdSeed string = newGuid()

@description('Random; do not set.')
@secure()
param operatorPassword string = newGuid()

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    // The service accepts true or nothing.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
    }
  }
}

resource secretsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identityName, roles.secrets.id)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secrets.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.secrets.reason
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

// The digits of a version 4 GUID that are random: 30 of 32.
func randomDigits(seed string) string =>
  '${substring(seed, 0, 8)}${substring(seed, 9, 4)}${substring(seed, 15, 3)}${substring(seed, 20, 3)}${substring(seed, 24, 12)}'

// 32 random bytes as base64. Bicep's base64() encodes text only, so three hexadecimal digits become two base64 characters here. Two
// zeros complete the last three digits; the second of their characters is replaced by base64's padding.
var alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
var digits = '${take('${randomDigits(firstSeed)}${randomDigits(secondSeed)}${randomDigits(thirdSeed)}', 64)}00'
var values = map(range(0, 66), place => indexOf('0123456789abcdef', substring(digits, place, 1)))
var letters = map(
  range(0, 22),
  triple =>
    join(
      [
        substring(alphabet, values[triple * 3] * 4 + values[triple * 3 + 1] / 4, 1)
        substring(alphabet, values[triple * 3 + 1] % 4 * 16 + values[triple * 3 + 2], 1)
      ],
      ''
    )
)

module tokensSigningKey 'secret.bicep' = {
  params: {
    vaultName: vault.name
    name: 'tokens-signing-key'
    value: '${take(join(letters, ''), 43)}='
    contentType: '32 random bytes as base64; a new version signs everybody out'
  }
}

module operatorSignIn 'secret.bicep' = {
  params: {
    vaultName: vault.name
    name: 'operator-password'
    value: operatorPassword
    contentType: 'The operator\'s password; a new version takes effect when the app restarts'
  }
}

@description('The vault\'s name.')
output name string = vault.name

@description('The vault, for a private endpoint.')
output id string = vault.id

@description('The vault\'s address, ending in a slash.')
output uri string = vault.properties.vaultUri

@description('The secret that holds the key of session tokens.')
output signingKeyUri string = tokensSigningKey.outputs.uri

@description('The secret that holds the operator\'s password.')
output operatorSignInUri string = operatorSignIn.outputs.uri
