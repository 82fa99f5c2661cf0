using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;
using OmniHelix.Hub.Repositories;

namespace OmniHelix.Hub.Downloads;

/// <summary>A hub and the cache of what came from it.</summary>
/// <param name="settings">Address, cache, token.</param>
public sealed class HubClient(HubSettings settings)
{
    private const int MostBytesOfAnAnswer = 64 << 20;

    private readonly HubCache cache = new(settings.Cache);

    /// <summary>Asks which commit a revision stands for, and which files it has.</summary>
    /// <exception cref="OmniException">
    /// OH3902 offline; OH3903 the hub cannot be reached; OH3904 no such repository; OH3905 no such revision; OH3907 not for this user;
    /// OH3908 too many requests; OH3910 a hostile file name; OH3913 another answer.
    /// </exception>
    public async Task<HubTree> TreeAsync(HubReference model)
    {
        RequireOnline(model);
        var session = HubSession.Current;
        using var connection = new HubConnection(settings, session);
        return await TreeAsync(connection, session, model).ConfigureAwait(false);
    }

    /// <summary>
    /// Downloads what a model needs: configuration, tokenizer and weights of one commit, the one that the revision stands for when it
    /// begins. What the cache has already is not asked for again.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="allowPickle">
    /// Also weights that are pickles, when there are no others; nothing of them is executed when they are read.
    /// </param>
    /// <returns>The folder with the files.</returns>
    /// <exception cref="OmniException">
    /// As <see cref="TreeAsync(HubReference)"/>, and OH3906 no such file; OH3909 what arrived is not the file; OH3911 the repository has no
    /// model, or only pickles; OH3020 a damaged index of shards; OH6001, OH6002 the cache cannot be written.
    /// </exception>
    public async Task<string> PullAsync(HubReference model, bool allowPickle = false)
    {
        RequireOnline(model);
        var session = HubSession.Current;
        using var connection = new HubConnection(settings, session);
        var tree = await TreeAsync(connection, session, model).ConfigureAwait(false);
        var pinned = model with { Revision = tree.Commit };
        session.SayOnce($"{model.Repository} is at commit {tree.Commit}" + (model.IsPinned ? "" : $" ({model.Revision})"));
        var snapshot = new SnapshotFolder(cache, pinned);
        var download = new BlobDownload(settings, connection, session, cache);
        var names = tree.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var weights = WeightsOf(names, model, allowPickle);
        foreach (var file in ModelParts.Small(names).Append(weights)) await FetchAsync(file).ConfigureAwait(false);
        if (ModelParts.IsIndex(weights))
            foreach (var shard in ModelParts.ShardsIn(Path.Combine(snapshot.Path, weights))) await FetchAsync(shard).ConfigureAwait(false);
        snapshot.MarkMissing(ModelParts.Known.Where(file => !names.Contains(file)));
        if (!model.IsPinned) snapshot.Name(model);
        return snapshot.Path;

        async Task FetchAsync(string file)
        {
            if (!snapshot.Has(file)) snapshot.Link(file, await download.RunAsync(pinned, file).ConfigureAwait(false));
        }
    }

    private static string WeightsOf(HashSet<string> names, HubReference model, bool allowPickle)
    {
        if (!names.Contains(ModelParts.Configuration))
            throw new OmniException(
                "OH3911", $"the repository has no {ModelParts.Configuration}, so it is no model that can be loaded", model.ToString(),
                "Check the name; tokenizers and data sets are repositories, too.");
        return ModelParts.WeightsAmong(names) switch
        {
            null => throw new OmniException(
                "OH3911", "the repository has no weights under the usual names (model.safetensors, pytorch_model.bin, or their shards)",
                model.ToString(), "Ask the model's owner for them."),
            var file when ModelParts.IsPickle(file) && !allowPickle => throw new OmniException(
                "OH3911", $"the repository has its weights only as a pickle ({file}), which other programs execute when they read it",
                model.ToString(), $"Here nothing of it is executed. Get it with: omni hub pull {model} --allow-pickle"),
            var file => file,
        };
    }

    private async Task<HubTree> TreeAsync(HubConnection connection, HubSession session, HubReference model)
    {
        var address = connection.At(
            $"api/{model.Repository.Plural}/{model.Repository.Id}/revision/{Uri.EscapeDataString(model.Revision)}?blobs=true");
        var json = await TransientFailure.RetryAsync(settings, session, async () =>
        {
            using var response = await connection.GetAsync(address).ConfigureAwait(false);
            var near = session.Near(model.Repository.Id, cache.Models().Select(cached => cached.Repository.Id));
            HubAnswer.Require(response, model, near: near);
            return await BodyAsync(response, session, model).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return HubTree.Parse(json, model);
    }

    private async Task<byte[]> BodyAsync(HttpResponseMessage response, HubSession session, HubReference model)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation);
        silence.CancelAfter(settings.Patience);
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytesOfAnAnswer, silence.Token).ConfigureAwait(false);
            return await response.Content.ReadAsByteArrayAsync(silence.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException
            && !session.Cancellation.IsCancellationRequested)
        {
            throw new TransientFailure(new OmniException(
                "OH3903", $"the hub's answer was cut: {e.Message}", model.ToString(), "Check the network, and try again.", e));
        }
    }

    private void RequireOnline(HubReference model)
    {
        if (settings.IsOffline)
            throw new OmniException(
                "OH3902", "the hub may not be asked: this machine is said to be offline (HF_HUB_OFFLINE, TRANSFORMERS_OFFLINE)",
                model.ToString(),
                "Unset both to ask the hub; omni hub list shows what is here.");
    }
}
