@description('The vault\'s name.')
param vaultName string

@description('The secret\'s name.')
param name string

@description('What the secret holds when it is made.')
@secure()
param value string

@description('What the secret is, for who looks at the vault.')
param contentType string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

// Made once: a later deployment leaves it as it is, whatever value it brings.
@onlyIfNotExists()
resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: name
  properties: {
    value: value
    contentType: contentType
  }
}

@description('The address of its newest version.')
output uri string = '${vault.properties.vaultUri}secrets/${name}'
