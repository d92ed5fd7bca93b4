namespace Granary.Engine.ObjectStores;

/// <summary>The bytes of an object to be written: in memory or in a local file; a closed family.</summary>
public abstract record ObjectBody
{
    private ObjectBody()
    {
    }

    /// <summary>Bytes in memory, read until the write ends.</summary>
    public sealed record InMemory(ReadOnlyMemory<byte> Bytes) : ObjectBody;

    /// <summary>A whole local file, which nobody changes any more.</summary>
    public sealed record InFile(string Path) : ObjectBody;

    /// <summary>The body made of these bytes.</summary>
    public static ObjectBody FromMemory(ReadOnlyMemory<byte> bytes) => new InMemory(bytes);

    /// <summary>The body made of this file's bytes.</summary>
    public static ObjectBody FromFile(string path) => new InFile(path);
}
