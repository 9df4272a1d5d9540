@description('Suffix of resource names.')
param token string

@description('Prefixes of resource names by type.')
param abbreviations { *: string }

@description('Region of the rules on logs.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('E-mail address that alerts go to.')
param email string

@description('The Log Analytics workspace.')
param workspaceId string

@description('The Service Bus namespace.')
param messagesId string

@description('Seconds that a check may wait for its run before an alert is raised.')
@minValue(60)
param oldestCheckSeconds int

var metricNamespace = 'Microsoft.ServiceBus/namespaces'

// The beginning of a log line of WatchWaitingChecks.
var waitingLine = 'Oldest waiting check: '

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${abbreviations.insightsActionGroup}${token}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'sneakercheck'
    emailReceivers: [
      { name: 'operators', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${abbreviations.insightsRule}dead-letters-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Work failed for good. FailRun finishes the dead letters of check-runs as not_sure by itself.'
    enabled: true
    severity: 1
    scopes: [messagesId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead letters'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: metricNamespace
          metricName: 'DeadletteredMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: operators.id }]
  }
}

resource backlog 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${abbreviations.insightsRule}backlog-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The queue check-runs was never empty for fifteen minutes: runs arrive faster than they finish, or none finishes.'
    enabled: true
    severity: 2
    scopes: [messagesId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'waiting runs'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: metricNamespace
          metricName: 'ActiveMessages'
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['check-runs'] }]
          timeAggregation: 'Minimum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: operators.id }]
  }
}

resource failedRuns 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: '${abbreviations.insightsRule}failed-runs-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Failed runs'
    description: 'A run failed for good, so FailRun finished its check as not_sure. Executions are never sampled (host.json).'
    enabled: true
    severity: 1
    scopes: [workspaceId]
    // Telemetry takes minutes to arrive, so the window is longer than the interval.
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'AppRequests | where Name == "FailRun"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { minFailingPeriodsToAlert: 1, numberOfEvaluationPeriods: 1 }
        }
      ]
    }
    actions: { actionGroups: [operators.id] }
  }
}

resource oldestCheck 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: '${abbreviations.insightsRule}oldest-check-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Oldest waiting check'
    description: 'A check has been waiting for its run for too long, as the app itself reports.'
    enabled: true
    severity: 2
    scopes: [workspaceId]
    // The app logs this once a minute. Under load lines are sampled; one of the fifteen in the window is enough.
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'AppTraces | where Message startswith "${waitingLine}" | parse Message with "${waitingLine}" Seconds:real " s" *'
          metricMeasureColumn: 'Seconds'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: oldestCheckSeconds
          failingPeriods: { minFailingPeriodsToAlert: 1, numberOfEvaluationPeriods: 1 }
        }
      ]
    }
    actions: { actionGroups: [operators.id] }
  }
}
