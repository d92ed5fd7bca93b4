using System.Collections.Frozen;

namespace Granary.Runtime;

/// <summary>The registered grain types, found by interface and by name.</summary>
internal sealed class GrainTypeRegistry
{
    private readonly FrozenDictionary<Type, GrainTypeDefinition> _byInterface;
    private readonly FrozenDictionary<string, GrainTypeDefinition> _byName;
    private readonly FrozenDictionary<(string Type, string Method), GrainMethod> _methods;

    public GrainTypeRegistry(IEnumerable<GrainTypeDefinition> types)
    {
        var all = types.ToList();
        _byInterface = all.ToFrozenDictionary(type => type.Interface);
        _byName = all.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        _methods = all.SelectMany(type => type.Methods, (type, method) => (type, method)).ToFrozenDictionary(pair => (pair.type.Name, pair.method.Name), pair => pair.method);
    }

    public GrainTypeDefinition ForInterface(Type grainInterface) =>
        _byInterface.TryGetValue(grainInterface, out var type)
            ? type
            : throw new ArgumentException($"No grain type is registered for {grainInterface}.", nameof(grainInterface));

    public GrainTypeDefinition ForName(string name) =>
        _byName.TryGetValue(name, out var type)
            ? type
            : throw new ArgumentException($"No grain type is named '{name}'.", nameof(name));

    /// <summary>A method that other processes may call, or null when there is none of that name.</summary>
    public GrainMethod? FindMethod(string type, string method) => _methods.GetValueOrDefault((type, method));
}
