@description('The vault\'s name.')
param vaultName string

@description('The secret\'s name.')
param name string

@description('Value of the secret when it is created.')
@secure()
param value string

@description('Description that the vault shows.')
param contentType string

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

// Created once: later deployments leave it as it is, whatever value they bring.
@onlyIfNotExists()
resource secret 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = {
  parent: vault
  name: name
  properties: {
    value: value
    contentType: contentType
  }
}

@description('Address of the newest version.')
output uri string = '${vault.properties.vaultUri}secrets/${name}'
