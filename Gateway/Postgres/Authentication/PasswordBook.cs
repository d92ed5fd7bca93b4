using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>
/// Who may log in. A user who doesn't exist gets a verifier too, always with the same salt, so that neither the answers
/// nor their timing tell which users there are.
/// </summary>
internal sealed class PasswordBook
{
    // PostgreSQL's own number (SCRAM_SHA_256_DEFAULT_ITERATIONS)
    private const int Iterations = 4096;
    private const int SaltSize = 16;

    private readonly string _user;
    private readonly ScramVerifier _verifier;
    private readonly byte[] _mockSecret = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    public PasswordBook(IOptions<GatewayOptions> options)
    {
        _user = options.Value.User;
        _verifier = ScramVerifier.Create(options.Value.Password, RandomNumberGenerator.GetBytes(SaltSize), Iterations);
    }

    /// <summary>The verifier to check a user with; one that nothing meets when the user doesn't exist.</summary>
    public ScramVerifier Find(string user)
    {
        var mockSalt = HMACSHA256.HashData(_mockSecret, Encoding.UTF8.GetBytes(user))[..SaltSize];
        var mock = ScramVerifier.Unmeetable(mockSalt, Iterations);
        return user == _user ? _verifier : mock;
    }
}
