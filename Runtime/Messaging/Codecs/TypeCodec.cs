using Granary.Grains.Interfaces.Columns;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging.Codecs;

/// <summary>Columns' types between processes.</summary>
internal static class TypeCodec
{
    private const int MaxDepth = 8;

    public static TypeMessage Write(DataType type)
    {
        var message = new TypeMessage { Kind = (int)type.Kind, Precision = type.Precision, Scale = type.Scale, MaxCharacters = type.MaxCharacters };
        if (type.Element is { } element) message.Element = Write(element);
        return message;
    }

    public static DataType Read(TypeMessage? message, int depth = 0)
    {
        if (message is null) throw MessageErrors.Unreadable("a column has no type");
        if (depth > MaxDepth) throw MessageErrors.Unreadable("its arrays are nested too deeply");
        return (TypeKind)message.Kind switch
        {
            TypeKind.Numeric when message.Precision is >= 1 and <= DataType.MaxNumericPrecision && message.Scale >= 0 && message.Scale <= message.Precision =>
                DataType.Numeric(message.Precision, message.Scale),
            TypeKind.Varchar when message.MaxCharacters >= 0 => DataType.Varchar(message.MaxCharacters),
            TypeKind.Array => DataType.Array(Read(message.Element, depth + 1)),
            _ => DataType.Plain((TypeKind)message.Kind) ?? throw MessageErrors.Unreadable($"the type {message.Kind} is unknown or out of range"),
        };
    }
}
