using System.Globalization;
using System.Net;
using Granary.Engine.WriteAheadLog;
using Granary.Runtime.Membership;

namespace Granary.Silo.Configuration;

/// <summary>The forms that settings have.</summary>
internal static class SettingForms
{
    /// <summary>Any text but an empty one.</summary>
    public static readonly SettingForm<string> Text = new(
        static (string text, out string value) => (value = text).Length > 0, "a text that isn't empty");

    /// <summary>Any text; unset is null.</summary>
    public static readonly SettingForm<string?> OptionalText = new(
        static (string text, out string? value) =>
        {
            value = text.Length == 0 ? null : text;
            return true;
        },
        "a text");

    /// <summary>A TCP port; 0 takes a free one.</summary>
    public static readonly SettingForm<int> Port = new(
        static (string text, out int value) => TryReadNumber(text, out value) && value is >= 0 and <= 65535,
        "a port number from 0 to 65535 (0 takes a free one)");

    /// <summary>true or false.</summary>
    public static readonly SettingForm<bool> Flag = new(TryReadFlag, "true or false");

    /// <summary>An IP address.</summary>
    public static readonly SettingForm<IPAddress> Address = new(
        static (string text, out IPAddress value) =>
        {
            value = IPAddress.Any;
            if (text == "localhost") text = "127.0.0.1";
            if (!IPAddress.TryParse(text, out var read)) return false;
            value = read;
            return true;
        },
        "an IP address such as 127.0.0.1, or 0.0.0.0 for all");

    /// <summary>An http or https address; unset is null.</summary>
    public static readonly SettingForm<Uri?> OptionalUrl = new(
        static (string text, out Uri? value) =>
        {
            value = null;
            return text.Length == 0
                || (Uri.TryCreate(text, UriKind.Absolute, out value) && value.Scheme is "http" or "https");
        },
        "an http or https address");

    /// <summary>A kind of write-ahead log; unset is <see cref="WalKind.Unspecified"/>.</summary>
    public static readonly SettingForm<WalKind> OptionalWal = new(
        static (string text, out WalKind value) =>
        {
            value = text.ToLowerInvariant() switch
            {
                "file" => WalKind.File,
                "postgres" => WalKind.Postgres,
                _ => WalKind.Unspecified,
            };
            return value != WalKind.Unspecified || text.Length == 0;
        },
        "file or postgres");

    /// <summary>What a process of a cluster does.</summary>
    public static readonly SettingForm<MemberRole> Role = new(
        static (string text, out MemberRole value) =>
            (value = text.ToLowerInvariant() switch
            {
                "all" => MemberRole.All,
                "silo" => MemberRole.Silo,
                "gateway" => MemberRole.Gateway,
                _ => MemberRole.Unspecified,
            }) != MemberRole.Unspecified,
        "all, silo or gateway");

    /// <summary>A cluster's name: it becomes part of the names of channels and keys.</summary>
    public static readonly SettingForm<string> ClusterName = new(
        static (string text, out string value) =>
            (value = text).Length is >= 1 and <= 40 && char.IsAsciiLetterOrDigit(text[0])
            && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-'),
        "1 to 40 of a-z, 0-9, _ and -, beginning with a letter or digit");

    /// <summary>One of the log levels.</summary>
    public static readonly SettingForm<LogLevel> Level = new(
        static (string text, out LogLevel value) =>
            Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]),
        "one of Trace, Debug, Information, Warning, Error, Critical, None");

    /// <summary>A whole number in a range.</summary>
    public static SettingForm<int> Count(int least, int most) => new(
        (string text, out int value) => TryReadNumber(text, out value) && value >= least && value <= most,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>A whole number in a range.</summary>
    public static SettingForm<long> LongCount(long least, long most) => new(
        (string text, out long value) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>Milliseconds in a range.</summary>
    public static SettingForm<TimeSpan> Milliseconds(int least, int most) => new(
        (string text, out TimeSpan value) =>
        {
            var isNumber = TryReadNumber(text, out var number) && number >= least && number <= most;
            value = TimeSpan.FromMilliseconds(number);
            return isNumber;
        },
        string.Create(CultureInfo.InvariantCulture, $"a whole number of milliseconds from {least} to {most}"));

    /// <summary>Megabytes (MiB), or unset to have it worked out; in bytes.</summary>
    public static SettingForm<long?> OptionalMegabytes(int least) => new(
        (string text, out long? value) =>
        {
            value = null;
            if (text.Length == 0) return true;
            if (!TryReadNumber(text, out var number) || number < least) return false;
            value = (long)number << 20;
            return true;
        },
        string.Create(CultureInfo.InvariantCulture, $"a whole number of MiB, at least {least}"));

    private static bool TryReadNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryReadFlag(string text, out bool value)
    {
        value = text.ToLowerInvariant() is "true" or "1" or "yes" or "on";
        return value || text.ToLowerInvariant() is "false" or "0" or "no" or "off";
    }
}
