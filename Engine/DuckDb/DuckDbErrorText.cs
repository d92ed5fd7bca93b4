using System.Collections.Frozen;
using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>Reads DuckDB's error texts: their prefix names the class, and a stack trace may follow the sentence.</summary>
internal static class DuckDbErrorText
{
    private const string PrefixEnd = " Error: ";

    private static readonly FrozenDictionary<string, DuckDbErrorType> Types = new Dictionary<string, DuckDbErrorType>
    {
        ["Out of Range"] = DuckDbErrorType.OutOfRange,
        ["Conversion"] = DuckDbErrorType.Conversion,
        ["Decimal"] = DuckDbErrorType.Decimal,
        ["Mismatch Type"] = DuckDbErrorType.MismatchType,
        ["Divide by Zero"] = DuckDbErrorType.DivideByZero,
        ["Object Size"] = DuckDbErrorType.ObjectSize,
        ["Serialization"] = DuckDbErrorType.Serialization,
        ["TransactionContext"] = DuckDbErrorType.Transaction,
        ["Not implemented"] = DuckDbErrorType.NotImplemented,
        ["Catalog"] = DuckDbErrorType.Catalog,
        ["Parser"] = DuckDbErrorType.Parser,
        ["Constraint"] = DuckDbErrorType.Constraint,
        ["Syntax"] = DuckDbErrorType.Syntax,
        ["Settings"] = DuckDbErrorType.Settings,
        ["Binder"] = DuckDbErrorType.Binder,
        ["IO"] = DuckDbErrorType.Io,
        ["INTERRUPT"] = DuckDbErrorType.Interrupt,
        ["FATAL"] = DuckDbErrorType.Fatal,
        ["INTERNAL"] = DuckDbErrorType.Internal,
        ["Invalid Input"] = DuckDbErrorType.InvalidInput,
        ["Out of Memory"] = DuckDbErrorType.OutOfMemory,
        ["Permission"] = DuckDbErrorType.Permission,
        ["Parameter Not Resolved"] = DuckDbErrorType.ParameterNotResolved,
        ["Parameter Not Allowed"] = DuckDbErrorType.ParameterNotAllowed,
        ["Dependency"] = DuckDbErrorType.Dependency,
        ["Missing Extension"] = DuckDbErrorType.MissingExtension,
        ["Extension Autoloading"] = DuckDbErrorType.Autoload,
        ["Sequence"] = DuckDbErrorType.Sequence,
        ["Invalid Configuration"] = DuckDbErrorType.InvalidConfiguration,
        ["Data Corruption"] = DuckDbErrorType.DataCorruption,
    }.ToFrozenDictionary();

    /// <summary>The class that the text's prefix names.</summary>
    public static DuckDbErrorType TypeOf(string message)
    {
        int end = message.IndexOf(PrefixEnd, StringComparison.Ordinal);
        return end >= 0 && Types.TryGetValue(message[..end], out DuckDbErrorType type) ? type : DuckDbErrorType.Invalid;
    }

    /// <summary>The sentence alone: without prefix, position marks and stack trace.</summary>
    public static string Sentence(string message)
    {
        int prefix = message.IndexOf(PrefixEnd, StringComparison.Ordinal);
        ReadOnlySpan<char> rest = prefix >= 0 && Types.ContainsKey(message[..prefix])
            ? message.AsSpan(prefix + PrefixEnd.Length)
            : message;
        int end = rest.IndexOf('\n');
        return (end >= 0 ? rest[..end] : rest).Trim().ToString();
    }
}
