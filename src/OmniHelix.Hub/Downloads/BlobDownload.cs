using System.Net;
using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Downloads;

/// <summary>
/// Brings one file of a commit into the cache. Of several processes that want it one downloads and the others wait; a connection that is
/// cut goes on where it was; what arrived is compared with size and hash before it gets its name.
/// </summary>
internal sealed class BlobDownload(HubSettings settings, HubConnection connection, HubSession session, HubCache cache)
{
    private const int BufferSize = 1 << 20, LeastBytesOfPatience = 1 << 14, HeadOfText = 512;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Downloads a file, unless it is here.</summary>
    /// <param name="model">The repository at a commit.</param>
    /// <param name="file">The path of the file in it.</param>
    /// <returns>Where the content lies.</returns>
    /// <exception cref="OmniException">OH3903–OH3909, OH3913; OH6001, OH6002 the cache cannot be written.</exception>
    public async Task<string> RunAsync(HubReference model, string file)
    {
        var address = connection.At(
            $"{model.Repository.Prefix}{model.Repository.Id}/resolve/{Uri.EscapeDataString(model.Revision)}/"
            + string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
        var facts = await TransientFailure.RetryAsync(settings, session, () => FactsAsync(address, model, file)).ConfigureAwait(false);
        var blob = cache.BlobOf(model.Repository, facts.Hash);
        if (File.Exists(blob)) return blob;
        var locks = Path.Combine(cache.Root, ".locks", model.Repository.CacheName);
        AtomicFile.MakeFolder(locks);
        AtomicFile.MakeFolder(Path.GetDirectoryName(blob)!);
        using var held = await LockAsync(Path.Combine(locks, facts.Hash + ".lock"), file).ConfigureAwait(false);
        if (File.Exists(blob)) return blob;
        using var partial = PartialBlob.Open(Path.GetDirectoryName(blob)!, facts.Hash);
        RequireSpace(facts, partial, blob);
        await FillAsync(partial, address, facts, model, file).ConfigureAwait(false);
        partial.Complete(blob);
        return blob;
    }

    private async Task<FileFacts> FactsAsync(Uri address, HubReference model, string file)
    {
        using var response = await connection.HeadAsync(address).ConfigureAwait(false);
        HubAnswer.Require(response, model, file);
        return FileFacts.Of(response, model, file);
    }

    // The lock of Python's libraries is the same one: flock on a file that stays.
    private async Task<ProcessLock> LockAsync(string path, string file)
    {
        while (true)
        {
            if (ProcessLock.TryTake(path, stays: true) is { } held) return held;
            session.SayOnce($"another process downloads {file}; waiting for it");
            await Task.Delay(LockPause, session.Cancellation).ConfigureAwait(false);
        }
    }

    private async Task FillAsync(PartialBlob partial, Uri address, FileFacts facts, HubReference model, string file)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            var resumed = partial.Length > 0;
            if (facts.Size is not { } size || partial.Length < size || size == 0)
                await TransientFailure.RetryAsync(settings, session, () => ContinueAsync(partial, address, facts, model, file))
                    .ConfigureAwait(false);
            if (Fault(partial, facts, file) is not { } fault) return;
            // What an earlier download left may be wrong, so it is not used a second time.
            if (resumed && !isSecond)
            {
                partial.Restart();
                continue;
            }
            partial.Delete();
            throw new OmniException(
                "OH3909", $"what arrived is not the file: {fault}", $"{model}/{file}",
                "It was removed. Try again; if it stays so, ask the model's owner, or check the proxy.");
        }
    }

    private static string? Fault(PartialBlob partial, FileFacts facts, string file)
    {
        var head = partial.Head(HeadOfText);
        if (GitLfsPointer.Is(head)) return "it is a git-lfs pointer, which its owner stored in place of the data";
        var fault = partial.Fault(facts.Size);
        return (fault is not null || !ContentHash.IsOne(facts.Hash)) && IsPage(head) && !file.EndsWith(".html", StringComparison.Ordinal)
            ? "it is a web page, as of a proxy or of a network that wants a log-in"
            : fault;
    }

    private static bool IsPage(ReadOnlySpan<byte> head)
    {
        var text = System.Text.Encoding.Latin1.GetString(head).TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    // True, so that it can be retried as what gives something.
    private async Task<bool> ContinueAsync(PartialBlob partial, Uri address, FileFacts facts, HubReference model, string file)
    {
        var before = partial.Length;
        using var response = await connection.GetAsync(address, before).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && partial.Length > 0)
        {
            partial.Restart();
            throw new TransientFailure(new OmniException(
                "OH3913", "the server has not the rest of a file that was cut off; it is begun anew", $"{model}/{file}"), TimeSpan.Zero);
        }
        HubAnswer.Require(response, model, file);
        if (partial.Length > 0 && response.Content.Headers.ContentRange?.From != partial.Length) partial.Restart();
        try
        {
            await CopyAsync(response, partial, facts, file).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Cut(e.Message, e);
        }
        catch (OperationCanceledException e) when (!session.Cancellation.IsCancellationRequested)
        {
            throw Cut(FormattableString.Invariant($"next to nothing came for {settings.Patience.TotalSeconds:0.#} s"), e);
        }
        if (facts.Size is { } size && partial.Length < size) throw Cut("the connection ended early", null);
        return true;

        TransientFailure Cut(string why, Exception? inner) => new(
            new OmniException(
                "OH3903", FormattableString.Invariant($"the download was cut after {partial.Length:#,0} bytes: {why}"), $"{model}/{file}",
                "Run the command again: it goes on from there.", inner),
            progressed: partial.Length > before);
    }

    private async Task CopyAsync(HttpResponseMessage response, PartialBlob partial, FileFacts facts, string file)
    {
        var start = TimeProvider.System.GetTimestamp();
        var before = partial.Length;
        var sinceReset = 0;
        var buffer = new byte[BufferSize];
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation);
        silence.CancelAfter(settings.Patience);
        using var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        while (await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false) is > 0 and var count)
        {
            if (facts.Size is { } size && partial.Length + count > size) throw new IOException("more came than was announced");
            Append(partial, buffer.AsSpan(0, count), facts);
            sinceReset += count;
            if (sinceReset >= LeastBytesOfPatience)
            {
                silence.CancelAfter(settings.Patience);
                sinceReset = 0;
            }
            var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            session.Report(new HubTransfer(file, partial.Length, facts.Size, seconds > 0 ? (partial.Length - before) / seconds : 0));
        }
    }

    private static void Append(PartialBlob partial, ReadOnlySpan<byte> bytes, FileFacts facts)
    {
        try
        {
            partial.Append(bytes);
        }
        catch (OmniException e) when (e.Code == "OH6001")
        {
            var whole = facts.Size is { } size ? FormattableString.Invariant($" of {size:#,0}") : "";
            throw new OmniException(
                e.Code, FormattableString.Invariant(
                    $"no space left on the device; {partial.Length:#,0}{whole} bytes have arrived and stay"), e.Place,
                "Free some space and run the command again: it goes on from there. HF_HUB_CACHE names another place for the cache.", e);
        }
    }

    private static void RequireSpace(FileFacts facts, PartialBlob partial, string blob)
    {
        if (facts.Size is not { } size) return;
        var free = FreeBytes(Path.GetDirectoryName(blob)!);
        if (free >= size - partial.Length) return;
        throw new OmniException(
            "OH6001", FormattableString.Invariant(
                $"{size - partial.Length:#,0} bytes are to come, and {free:#,0} are free on the device"), blob,
            "Free some space and run the command again. HF_HUB_CACHE names another place for the cache.");
    }

    private static long FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Then it shows when it is full.
            return long.MaxValue;
        }
    }
}
