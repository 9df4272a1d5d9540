import { roles } from 'roles.bicep'

@description('The Log Analytics workspace\'s name.')
param workspaceName string

@description('The Application Insights resource\'s name.')
param componentName string

@description('Region of both.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('The principal of the app\'s identity, to which roles are assigned.')
param principalId string

@description('Name of that identity. Assignments are named after it, not after the principal, whose id what-if cannot know.')
param identityName string

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

resource telemetryRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identityName, roles.telemetry.id)
  scope: component
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.telemetry.id)
    principalId: principalId
    principalType: 'ServicePrincipal'
    description: roles.telemetry.reason
  }
}

@description('The workspace, for alerts on logs.')
output workspaceId string = workspace.id

@description('Connection string. It gives no right to send, because local authentication is off.')
output connectionString string = component.properties.ConnectionString
