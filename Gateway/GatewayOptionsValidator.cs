using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Granary.Gateway;

/// <summary>Checks what the attributes of <see cref="GatewayOptions"/> can't say: that the certificate can be read, with its key.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        if (options.TlsCertificateFile is null)
        {
            return options.TlsKeyFile is null ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("GRANARY_TLS_KEY is set but GRANARY_TLS_CERT is not");
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(options.TlsCertificateFile, options.TlsKeyFile);
            return ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return ValidateOptionsResult.Fail(
                $"GRANARY_TLS_CERT or GRANARY_TLS_KEY: '{options.TlsCertificateFile}' can't be used as a certificate with its key: {exception.Message}");
        }
    }
}
