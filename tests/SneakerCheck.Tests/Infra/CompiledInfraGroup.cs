namespace SneakerCheck.Tests.Infra;

/// <summary>The classes that share one <see cref="CompiledInfra"/>.</summary>
[CollectionDefinition(nameof(CompiledInfra))]
public sealed class CompiledInfraGroup : ICollectionFixture<CompiledInfra>;
