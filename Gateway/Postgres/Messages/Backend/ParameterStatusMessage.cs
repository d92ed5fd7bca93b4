namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`ParameterStatus`: the present value of a setting that clients keep.</summary>
internal static class ParameterStatusMessage
{
    public static void Write(MessageBuffer buffer, string name, string value)
    {
        buffer.Begin(BackendCode.ParameterStatus);
        buffer.WriteCString(name);
        buffer.WriteCString(value);
        buffer.End();
    }
}
