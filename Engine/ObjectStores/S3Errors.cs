using System.Net;
using Amazon.Runtime;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.ObjectStores;

/// <summary>Says what an S3 service's refusal means. Services leave messages empty, so status and code decide.</summary>
internal sealed class S3Errors(string location)
{
    /// <summary>Null for what isn't the service's or the network's doing.</summary>
    public GranaryException? Translate(string what, Exception exception) => exception switch
    {
        GranaryException => null,
        // whatever its status: the connection was cut inside of the answer
        AmazonUnmarshallingException torn => ObjectStoreErrors.Unavailable(location, $"the answer to {what} was torn.", torn),
        AmazonServiceException service when (int)service.StatusCode != 0 => FromStatus(what, service),
        // the SDK wraps what the network says
        AmazonServiceException { InnerException: { } inner } => Translate(what, inner),
        AmazonClientException client => ObjectStoreErrors.Denied(
            location, $"{what} could not be sent: {client.Message}", cause: client),
        TimeoutException or OperationCanceledException or HttpRequestException or IOException
            or System.Net.Sockets.SocketException or WebException =>
            ObjectStoreErrors.Unavailable(location, $"{what} failed: {Describe(exception)}.", exception),
        _ => null,
    };

    /// <summary>What the failure of a conditional PUT says about the object.</summary>
    public PutIfAbsentResult ToPutIfAbsentResult(string what, Exception exception)
    {
        if (exception is AmazonServiceException service)
        {
            switch (service.StatusCode)
            {
                case HttpStatusCode.PreconditionFailed:
                    return PutIfAbsentResult.AlreadyExists.Instance;
                // another conditional request on the key is under way: who wins isn't known yet
                case HttpStatusCode.Conflict:
                    return new PutIfAbsentResult.Unknown($"{what}: {service.ErrorCode}");
                case HttpStatusCode.NotImplemented:
                    throw ObjectStoreErrors.Refused(
                        location, "the service does not offer conditional writes (If-None-Match), which Granary needs.", service);
            }
        }
        var translated = Translate(what, exception);
        if (translated is null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        return translated!.Kind == ErrorKind.Unavailable
            ? new PutIfAbsentResult.Unknown(translated.Message)
            : throw translated;
    }

    private GranaryException FromStatus(string what, AmazonServiceException exception)
    {
        var status = (int)exception.StatusCode;
        var code = string.IsNullOrEmpty(exception.ErrorCode) ? exception.StatusCode.ToString() : exception.ErrorCode;
        return code switch
        {
            "NoSuchBucket" => ObjectStoreErrors.Refused(location, "the bucket does not exist.", exception),
            "NoSuchKey" => new GranaryException(ErrorKind.NotFound, $"{what}: the object does not exist in {location}.", exception),
            "QuotaExceeded" => new GranaryException(
                ErrorKind.Exhausted, SqlState.DiskFull, $"{what}: the quota of {location} is used up.", exception),
            "RequestTimeout" or "SlowDown" => ObjectStoreErrors.Unavailable(location, $"{what} was answered {status} {code}.", exception),
            _ when status == 404 => new GranaryException(
                ErrorKind.NotFound, $"{what}: the object or the bucket does not exist in {location}.", exception),
            _ when status is 401 or 403 || code is "ExpiredToken" or "InvalidToken" => ObjectStoreErrors.Denied(
                location, $"{what} was refused with {code}: {WhyDenied(code)}.", "Check the credentials.", exception),
            _ when status is 408 or 429 or >= 500 => ObjectStoreErrors.Unavailable(
                location, $"{what} was answered {status} {code}.", exception),
            "PermanentRedirect" or "AuthorizationHeaderMalformed" => ObjectStoreErrors.Refused(
                location, $"{what} was refused with {code}: the bucket is in another region; set AWS_REGION.", exception),
            _ => ObjectStoreErrors.Refused(location, $"{what} was refused with {status} {code}. {exception.Message}", exception),
        };
    }

    private static string WhyDenied(string code) => code switch
    {
        "InvalidAccessKeyId" => "the access key is not known there (AWS_ACCESS_KEY_ID)",
        "SignatureDoesNotMatch" => "the secret key is wrong (AWS_SECRET_ACCESS_KEY)",
        "ExpiredToken" or "InvalidToken" => "the session token is not valid any more (AWS_SESSION_TOKEN)",
        "RequestTimeTooSkewed" => "this machine's clock differs too much from the service's",
        "UserSuspended" => "the user is suspended",
        _ => "these credentials may not do that",
    };

    private static string Describe(Exception exception)
    {
        // the innermost sentence is the plainest: "Connection refused"
        var innermost = exception;
        while (innermost is HttpRequestException or IOException && innermost.InnerException is { } inner) innermost = inner;
        return innermost.Message.TrimEnd('.');
    }
}
