using '../main.bicep'

// A deployment that leaves every choice at its default.
param environmentName = 'snapshot'
param location = 'westeurope'
param operatorEmail = 'operator@example.com'
param deployerPrincipalId = '11111111-1111-1111-1111-111111111111'
param deployerPrincipalType = 'User'
