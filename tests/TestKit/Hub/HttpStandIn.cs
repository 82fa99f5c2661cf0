using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OmniHelix.TestKit.Hub;

/// <summary>
/// A server of HTTP/1.1 on this machine that answers what a test wants, and fails where a test wants it to: one request a connection.
/// </summary>
public sealed class HttpStandIn : IDisposable
{
    private const int MostBytesOfAHead = 1 << 16;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<HttpCall, HttpReply> answer;

    public HttpStandIn(Func<HttpCall, HttpReply> answer)
    {
        this.answer = answer;
        listener.Start();
        Authority = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Such as <c>127.0.0.1:4321</c>.</summary>
    public string Authority { get; }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var closed = client;
        client.NoDelay = true;
        try
        {
            var stream = client.GetStream();
            if (await ReadAsync(stream) is not { } call) return;
            var reply = answer(call);
            await WriteAsync(stream, reply, hasBody: call.Method != "HEAD");
            if (reply.CutAfter is null) client.Client.Shutdown(SocketShutdown.Send);
            // Zero seconds to linger: the other side gets a reset.
            else client.Client.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Whoever asked went away.
        }
    }

    private async Task<HttpCall?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (head.Count > MostBytesOfAHead || await stream.ReadAsync(one) == 0) return null;
            head.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(
            pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body);
        return new HttpCall(Authority, first[0], first[1], headers, body);
    }

    private static async Task WriteAsync(NetworkStream stream, HttpReply reply, bool hasBody)
    {
        await Task.Delay(reply.PauseBefore);
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Said\r\nConnection: close\r\n"));
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.Length ?? reply.Body.Length}\r\n");
        foreach (var (name, value) in reply.Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        if (!hasBody) return;
        var sent = reply.Body[..Math.Min(reply.CutAfter ?? int.MaxValue, reply.Body.Length)];
        if (reply.PauseOfAByte == TimeSpan.Zero)
        {
            await stream.WriteAsync(sent);
            return;
        }
        for (var i = 0; i < sent.Length; i++)
        {
            await stream.WriteAsync(sent.Slice(i, 1));
            await Task.Delay(reply.PauseOfAByte);
        }
    }
}
