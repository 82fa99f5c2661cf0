using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using OmniHelix.Hub.Configuration;

namespace OmniHelix.Hub.Downloads;

/// <summary>Requests to a hub, and to the servers that it points to. A proxy is taken from the environment, as .NET does.</summary>
/// <param name="settings">Address, token and patience.</param>
/// <param name="session">Stops requests.</param>
internal sealed class HubConnection(HubSettings settings, HubSession session) : IDisposable
{
    private const int MostRedirects = 8;

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = settings.Patience,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The address of something at the hub.</summary>
    /// <param name="path">From the hub on, escaped.</param>
    public Uri At(string path) => new($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>
    /// Asks for the headers of a file; a redirect to another server is not followed, since the hub's own headers tell the file.
    /// </summary>
    /// <exception cref="TransientFailure">The hub cannot be reached, or says nothing.</exception>
    public Task<HttpResponseMessage> HeadAsync(Uri address) =>
        SendAsync(address, target => new HttpRequestMessage(HttpMethod.Head, target), leavesHub: false);

    /// <summary>Asks for content; of the answer only the headers are there.</summary>
    /// <param name="address">Where.</param>
    /// <param name="from">The byte to begin with; 0 for all.</param>
    /// <exception cref="TransientFailure">The hub cannot be reached, or says nothing.</exception>
    public Task<HttpResponseMessage> GetAsync(Uri address, long from = 0) => SendAsync(address, target =>
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
        return request;
    }, leavesHub: true);

    /// <summary>Sends something; redirects are not followed.</summary>
    /// <exception cref="TransientFailure">The server cannot be reached, or says nothing.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => AnswerAsync(request);

    /// <summary>Closes the connections.</summary>
    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, Func<Uri, HttpRequestMessage> make, bool leavesHub)
    {
        var at = address;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = make(at);
            var response = await AnswerAsync(request).ConfigureAwait(false);
            if (response.StatusCode is < HttpStatusCode.MultipleChoices or >= HttpStatusCode.BadRequest
                || response.Headers.Location is not { } location)
                return response;
            var next = new Uri(at, location);
            if (!leavesHub && !IsSame(next, at)) return response;
            response.Dispose();
            if (next.Scheme != at.Scheme && next.Scheme != Uri.UriSchemeHttps)
                throw new OmniException(
                    "OH3913", $"the hub points to {next.Scheme}://{next.Authority}, which is not encrypted", address.ToString(),
                    "Check HF_ENDPOINT and the proxy.");
            at = next;
        }
        throw new OmniException("OH3913", "the hub points from one address to the next without end", address.ToString());
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(
            "omnihelix", typeof(HubConnection).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (settings.Token is { } token && IsSame(request.RequestUri!, settings.Endpoint))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation);
        silence.CancelAfter(settings.Patience);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!session.Cancellation.IsCancellationRequested)
        {
            throw new TransientFailure(Unreachable(request.RequestUri!, $"no answer in {settings.Patience.TotalSeconds:0.#} s", e));
        }
        catch (HttpRequestException e)
        {
            throw new TransientFailure(Unreachable(request.RequestUri!, e.Message, e));
        }
    }

    private static OmniException Unreachable(Uri address, string why, Exception inner) => new(
        "OH3903", $"{address.Authority} cannot be reached: {why}", address.GetLeftPart(UriPartial.Path),
        "Check the network, the proxy (HTTPS_PROXY) and HF_ENDPOINT. What is in the cache is used with HF_HUB_OFFLINE=1.", inner);

    private static bool IsSame(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);
}
