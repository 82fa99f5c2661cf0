using System.Globalization;
using System.Text.Json.Nodes;
using OmniHelix.Cli.Shell;
using OmniHelix.Hub;
using OmniHelix.Hub.Cache;
using OmniHelix.Hub.Configuration;
using OmniHelix.Inference.Verification;

namespace OmniHelix.Cli.Commands.Hub;

/// <summary><c>omni hub verify</c>: hashes of a cached model, and the numbers of its reference card computed again.</summary>
internal static class HubVerifyCommand
{
    public static CommandEntry Entry { get; } = new(
        "verify", "Compare a model with the hashes of the hub and with the outputs that omni hub card stored.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var model = HubFlags.Folder();
        var card = HubFlags.Card($"The card; {ReferenceCard.FileName} in the folder of the model when it is not said.");
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = [
                "omni hub verify yangheng/OmniGenome-52M", "omni hub verify runs/archive2",
                "omni hub verify models/archive2 --card archive2.json"],
        };
        command.Arguments.Add(model);
        command.Options.Add(card);
        command.Options.Add(json);
        command.SetAction((parsed, _) =>
        {
            var folder = ModelNames.FolderOf(parsed.GetValue(model)!);
            var damaged = DamagedIn(folder);
            var path = parsed.GetValue(card) ?? Path.Combine(folder, ReferenceCard.FileName);
            // A damaged file may not be a model any more, so the numbers are not asked for.
            var verdict = damaged is { Count: > 0 } || (parsed.GetValue(card) is null && !File.Exists(path))
                ? null
                : ReferenceCard.Read(path).Verify(folder);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(ToJson(folder, damaged, verdict)));
            else Print(terminal, folder, damaged, verdict);
            if (damaged is { Count: > 0 })
                throw new OmniException(
                    "OH3922", $"the content of {string.Join(", ", damaged)} is not what the hub calls it by", folder,
                    $"Get it again: remove the folder {folder} and its blobs (omni hub prune), and pull the model.");
            if (verdict is { IsSame: false })
                throw new OmniException(
                    "OH3921", string.Create(
                        CultureInfo.InvariantCulture, $"the model computes something else than its card says: {Difference(verdict)}"),
                    folder, verdict.ChangedFiles.Count > 0
                        ? $"Changed since: {string.Join(", ", verdict.ChangedFiles)}."
                        : $"Its files are the same, so this machine computes otherwise: libtorch {verdict.NowLibtorch}, then "
                            + $"{verdict.ThenLibtorch}.");
            if (damaged is null && verdict is null)
                throw new OmniException(
                    "OH3920", "the model has no reference card, and no hub tells its hashes", folder,
                    "Make one where it is right: omni hub card FOLDER.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    // Null for a folder that is none of a cache.
    private static IReadOnlyList<string>? DamagedIn(string folder) => HubCache.OriginOf(folder) is { } origin
        ? new HubCache(HubSettings.FromEnvironment().Cache).Models()
            .FirstOrDefault(cached => cached.Repository == origin.Repository)?.DamagedIn(origin.Revision)
        : null;

    private static JsonObject ToJson(string folder, IReadOnlyList<string>? damaged, CardVerdict? verdict) => new()
    {
        ["folder"] = folder,
        ["damaged_files"] = damaged is null ? null : new JsonArray([.. damaged.Select(file => (JsonNode)file)]),
        ["card"] = verdict is null
            ? null
            : new JsonObject
            {
                ["same"] = verdict.IsSame,
                ["largest_difference"] = double.IsFinite(verdict.LargestDifference) ? verdict.LargestDifference : null,
                ["tolerance"] = verdict.Tolerance,
                ["changed_files"] = new JsonArray([.. verdict.ChangedFiles.Select(file => (JsonNode)file)]),
                ["libtorch"] = verdict.NowLibtorch,
                ["libtorch_of_the_card"] = verdict.ThenLibtorch,
            },
    };

    private static void Print(Terminal terminal, string folder, IReadOnlyList<string>? damaged, CardVerdict? verdict)
    {
        terminal.Output.WriteLine(folder);
        if (damaged is { Count: 0 }) terminal.Output.WriteLine("files    have the hashes of the hub");
        if (verdict is { IsSame: true })
            terminal.Output.WriteLine(
                $"numbers  are those of the card: {Difference(verdict)}"
                + (verdict.ChangedFiles.Count > 0 ? $"; changed files: {string.Join(", ", verdict.ChangedFiles)}" : ""));
        else if (verdict is null && damaged is { Count: 0 }) terminal.Output.WriteLine("numbers  not compared: there is no reference card");
    }

    private static string Difference(CardVerdict verdict) => string.Create(
        CultureInfo.InvariantCulture,
        $"largest difference {verdict.LargestDifference:0.0e+0} of the largest number, {verdict.Tolerance:0.0e+0} is allowed");
}
