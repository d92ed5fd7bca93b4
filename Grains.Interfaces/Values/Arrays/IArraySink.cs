namespace Granary.Grains.Interfaces.Values.Arrays;

/// <summary>Takes the elements of an array as they are read.</summary>
internal interface IArraySink
{
    void Add(ReadOnlySpan<byte> element);

    void AddNull();

    /// <summary>Forgets the elements of the array that is being read.</summary>
    void Forget();

    /// <summary>Ends a list.</summary>
    /// <param name="depth">1 for the outermost.</param>
    void EndList(int depth);
}
