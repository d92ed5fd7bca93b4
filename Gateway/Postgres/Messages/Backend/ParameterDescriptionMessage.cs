using Granary.Sql;

namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`ParameterDescription`: the types of a prepared statement's parameters.</summary>
internal static class ParameterDescriptionMessage
{
    public static void Write(MessageBuffer buffer, IReadOnlyList<SqlType> parameters)
    {
        buffer.Begin(BackendCode.ParameterDescription);
        buffer.WriteInt16(unchecked((short)parameters.Count));
        foreach (var parameter in parameters) buffer.WriteUInt32(parameter.Oid);
        buffer.End();
    }
}
