@description('The endpoint\'s name.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('The subnet that the endpoint has its address in.')
param subnetId string

@description('The resource that is reached through the endpoint.')
param serviceId string

@description('The part of that resource.')
@allowed(['blob', 'Sql', 'namespace', 'vault'])
param group string

@description('The private DNS zone that the address is registered in.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: group
        properties: { privateLinkServiceId: serviceId, groupIds: [group] }
      }
    ]
  }
}

resource record 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-01-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      { name: group, properties: { privateDnsZoneId: zoneId } }
    ]
  }
}
