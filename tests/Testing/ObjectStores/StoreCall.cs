namespace Granary.Testing.ObjectStores;

/// <summary>One call of an object store.</summary>
/// <param name="Number">Which call it is, from 0.</param>
/// <param name="Operation">The member without "Async" and "Try": Put, PutIfAbsent, Get, GetRange, Download, Head, List, Delete, DeleteMany.</param>
/// <param name="Key">The key, the prefix of a listing, or the first key of many.</param>
public sealed record StoreCall(int Number, string Operation, string Key)
{
    /// <summary>Whether the call changes objects.</summary>
    public bool IsWrite => Operation is "Put" or "PutIfAbsent" or "Delete" or "DeleteMany";
}
