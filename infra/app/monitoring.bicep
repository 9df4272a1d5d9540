@description('The Log Analytics workspace\'s name.')
param workspaceName string

@description('The Application Insights resource\'s name.')
param componentName string

@description('Where both lie.')
param location string

@description('Tags of every resource.')
param tags object

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { disableLocalAuth: true }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

@description('The workspace, for alerts on logs.')
output workspaceId string = workspace.id

@description('The Application Insights resource\'s name.')
output componentName string = component.name

@description('Where telemetry goes. It holds no right to send any: local authentication is off.')
output connectionString string = component.properties.ConnectionString
