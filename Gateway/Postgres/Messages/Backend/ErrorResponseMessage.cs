namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>`ErrorResponse` and `NoticeResponse`, which have one shape.</summary>
internal static class ErrorResponseMessage
{
    public static void WriteError(MessageBuffer buffer, ClientReport report) => Write(buffer, BackendCode.ErrorResponse, report);

    public static void WriteNotice(MessageBuffer buffer, ClientReport report) => Write(buffer, BackendCode.NoticeResponse, report);

    private static void Write(MessageBuffer buffer, byte code, ClientReport report)
    {
        buffer.Begin(code);
        WriteField(buffer, 'S', report.Severity);
        WriteField(buffer, 'V', report.Severity);
        WriteField(buffer, 'C', report.SqlState);
        WriteField(buffer, 'M', report.Message);
        WriteField(buffer, 'D', report.Detail);
        WriteField(buffer, 'H', report.Hint);
        if (report.Position >= 0) WriteField(buffer, 'P', (report.Position + 1).ToString());
        WriteField(buffer, 'W', report.Where);
        WriteField(buffer, 's', report.TableName is null ? null : "public");
        WriteField(buffer, 't', report.TableName);
        WriteField(buffer, 'c', report.ColumnName);
        WriteField(buffer, 'F', "granary");
        WriteField(buffer, 'L', "1");
        WriteField(buffer, 'R', report.Routine);
        buffer.WriteByte(0);
        buffer.End();
    }

    private static void WriteField(MessageBuffer buffer, char code, string? value)
    {
        if (value is null) return;
        buffer.WriteByte((byte)code);
        buffer.WriteCString(value);
    }
}
