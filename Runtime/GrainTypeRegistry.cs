using System.Collections.Frozen;

namespace Granary.Runtime;

/// <summary>The registered grain types, found by interface and by name.</summary>
internal sealed class GrainTypeRegistry
{
    private readonly FrozenDictionary<Type, GrainTypeDefinition> _byInterface;
    private readonly FrozenDictionary<string, GrainTypeDefinition> _byName;

    public GrainTypeRegistry(IEnumerable<GrainTypeDefinition> types)
    {
        var all = types.ToList();
        _byInterface = all.ToFrozenDictionary(type => type.Interface);
        _byName = all.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
    }

    public GrainTypeDefinition ForInterface(Type grainInterface) =>
        _byInterface.TryGetValue(grainInterface, out var type)
            ? type
            : throw new ArgumentException($"No grain type is registered for {grainInterface}.", nameof(grainInterface));

    public GrainTypeDefinition ForName(string name) =>
        _byName.TryGetValue(name, out var type)
            ? type
            : throw new ArgumentException($"No grain type is named '{name}'.", nameof(name));
}
