using Granary.Grains.Interfaces.Errors;
using Npgsql;

namespace Granary.Runtime.ConfigurationDatabase;

/// <summary>Reads the configuration database's address, in libpq's URL form or in Npgsql's own. Errors never repeat it: it may hold a password.</summary>
internal static class DatabaseUrl
{
    private const string Invalid = "TIMEFUSION_CONFIG_DATABASE_URL (or DATABASE_URL) is not a PostgreSQL address";
    private const string Form = "It should look like postgresql://user:password@host:5432/database.";

    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        var isUrl = url.StartsWith("postgres://", StringComparison.Ordinal) || url.StartsWith("postgresql://", StringComparison.Ordinal);
        try
        {
            return isUrl ? FromUrl(url) : new NpgsqlConnectionStringBuilder(url);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new GranaryException(ErrorKind.Invalid, Invalid) { Hint = Form };
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) throw new FormatException();
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Divide(pair, '=');
            // Npgsql writes verify-full without the hyphen
            settings[NameOf(name)] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        if (uri.Host.Length > 0) settings.Host = Uri.UnescapeDataString(uri.Host.Trim('[', ']'));
        if (uri.Port > 0) settings.Port = uri.Port;
        var (user, password) = Divide(uri.UserInfo, ':');
        if (user.Length > 0) settings.Username = user;
        if (password.Length > 0) settings.Password = password;
        if (uri.AbsolutePath.Length > 1) settings.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        return settings;
    }

    // libpq's names where Npgsql's differ; Npgsql knows the others and refuses what it doesn't.
    private static string NameOf(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "connect_timeout" => "Timeout",
        "application_name" => "Application Name",
        _ => name,
    };

    private static (string Name, string Value) Divide(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0
            ? (Uri.UnescapeDataString(text), "")
            : (Uri.UnescapeDataString(text[..index]), Uri.UnescapeDataString(text[(index + 1)..]));
    }
}
