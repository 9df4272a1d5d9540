@description('Suffix of resource names.')
param token string

@description('Prefixes of resource names by type.')
param abbreviations { *: string }

@description('Region of everything here.')
param location string

@description('Tags of every resource.')
param tags { *: string }

@description('Resources that are reached privately.')
param targets { name: string, id: string, group: 'blob' | 'Sql' | 'namespace' | 'vault' }[]

// By position: each group and the DNS zone of its addresses.
var groups = ['blob', 'Sql', 'namespace', 'vault']
var zoneNames = [
  'privatelink.blob.${environment().suffixes.storage}'
  'privatelink.documents.azure.com'
  'privatelink.servicebus.windows.net'
  'privatelink.vaultcore.azure.net'
]

// Webhooks, WeChat and telemetry are outside the network, and a subnet has no outbound access by default.
resource address 'Microsoft.Network/publicIPAddresses@2025-01-01' = {
  name: '${abbreviations.publicIpAddress}${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2025-01-01' = {
  name: '${abbreviations.natGateway}${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    publicIpAddresses: [{ id: address.id }]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: '${abbreviations.virtualNetwork}${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: '10.0.0.0/24'
          defaultOutboundAccess: false
          natGateway: { id: gateway.id }
          delegations: [
            { name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.0.1.0/24'
          defaultOutboundAccess: false
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource functionsSubnet 'subnets' existing = { name: 'functions' }
  resource endpointsSubnet 'subnets' existing = { name: 'endpoints' }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zoneNames: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, index) in zoneNames: {
    parent: zones[index]
    name: network.name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network.id }
    }
  }
]

// A module, because the linter accepts a parameter as a resource id, but not a property of a parameter.
module endpoints 'endpoint.bicep' = [
  for target in targets: {
    params: {
      name: '${abbreviations.privateEndpoint}${target.name}'
      location: location
      tags: tags
      subnetId: network::endpointsSubnet.id
      serviceId: target.id
      group: target.group
      zoneId: zones[indexOf(groups, target.group)].id
    }
  }
]

@description('Subnet for the app\'s outbound traffic.')
output functionsSubnetId string = network::functionsSubnet.id
