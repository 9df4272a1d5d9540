@description('The vault\'s name.')
param name string

@description('Where it lies.')
param location string

@description('Tags of every resource.')
param tags object

@description('Whether nobody may erase the vault before its time. It then also keeps its name after azd down.')
param purgeProtection bool

@description('Whether the vault answers private endpoints only.')
param privateNetworking bool

@description('Random; not to be given.')
@secure()
param firstSeed string = newGuid()

@description('Random; not to be given.')
@secure()
param secondSeed string = newGuid()

@description('Random; not to be given.')
@secure()
param thirdSeed string = newGuid()

@description('Random; not to be given.')
@secure()
param operatorPassword string = newGuid()

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    // The service takes true or nothing.
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
    }
  }
}

// The digits of a version 4 GUID that are random: 30 of 32.
func randomDigits(seed string) string => '${substring(seed, 0, 8)}${substring(seed, 9, 4)}${substring(seed, 15, 3)}${substring(seed, 20, 3)}${substring(seed, 24, 12)}'

// 32 random bytes as base64. Bicep encodes text only, so three digits of base 16 become two of base 64 here; two zeros fill
// up the last three, of whose letters the second is base64's filler.
var alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
var digits = '${take('${randomDigits(firstSeed)}${randomDigits(secondSeed)}${randomDigits(thirdSeed)}', 64)}00'
var values = map(range(0, 66), place => indexOf('0123456789abcdef', substring(digits, place, 1)))
var letters = map(
  range(0, 22),
  triple => '${substring(alphabet, values[triple * 3] * 4 + values[triple * 3 + 1] / 4, 1)}${substring(alphabet, values[triple * 3 + 1] % 4 * 16 + values[triple * 3 + 2], 1)}'
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
    contentType: 'The operator\'s password; a new version takes effect at the app\'s next start'
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
