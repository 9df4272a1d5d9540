using '../main.bicep'

// A deployment that makes every choice, so that every conditional resource and setting is in its snapshot.
param environmentName = 'snapshot'
param location = 'westeurope'
param secondLocation = 'northeurope'
param zoneRedundant = true
param privateNetworking = true
param webOrigins = ['https://shop.example.com']
param operatorEmail = 'operator@example.com'
param operatorPrincipalId = '22222222-2222-2222-2222-222222222222'
param operatorPrincipalType = 'Group'
param deployerPrincipalId = '11111111-1111-1111-1111-111111111111'
param deployerPrincipalType = 'ServicePrincipal'
param alertEmail = 'alerts@example.com'
param oldestCheckSeconds = 600
param instanceMemoryMB = 4096
param maximumInstanceCount = 1000
param httpConcurrency = 32
param alwaysReady = [{ name: 'http', instanceCount: 3 }]
param documentsMaximumThroughput = 20000
param messagingUnits = 2
param purgeProtection = true
param auditEvery = 100
param notificationHub = true
param weChatAppId = 'wx0123456789abcdef'
param weChatTemplateId = 'template'
param weChatFields = { thing1: 'name', phrase2: 'answer' }
