using System.Text.Json;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Scanning;

/// <summary>
/// What of a folder other programs could execute when they load the model in it: names in pickles, classes that the configuration maps to
/// Python files, and programs. Nothing of it is executed here, neither by this nor when the model is used.
/// </summary>
public static class CodeScan
{
    private const int MostBytesOfJson = 64 << 20;

    private static readonly string[] Pickles = [".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".dill", ".npy", ".npz"];

    private static readonly string[] Programs = [".py", ".pyc", ".ipynb", ".sh", ".so", ".pyd", ".dll", ".exe", ".jar"];

    /// <summary>Looks at all files of a folder.</summary>
    /// <param name="folder">The folder; links are followed to files, not to folders.</param>
    /// <returns>In order of files.</returns>
    public static IReadOnlyList<ExecutableFinding> Of(string folder) =>
        [.. FolderTree.Files(folder).SelectMany(file => OfFile(Path.Combine(folder, file), file))];

    private static IEnumerable<ExecutableFinding> OfFile(string path, string name)
    {
        var kind = Path.GetExtension(name).ToLowerInvariant();
        if (Programs.Contains(kind)) return [new ExecutableFinding(name, ExecutableKind.Program, Path.GetFileName(name))];
        if (kind == ".json") return OfJson(path, name);
        return Pickles.Contains(kind) ? OfPickle(path, name) : [];
    }

    private static IEnumerable<ExecutableFinding> OfPickle(string path, string name)
    {
        try
        {
            return [.. PickleImports.Of(path).Where(import => !PickleImports.IsHarmless(import))
                .Select(import => new ExecutableFinding(name, ExecutableKind.Import, import))];
        }
        catch (Exception e) when (e is OmniException or IOException or UnauthorizedAccessException)
        {
            return [new ExecutableFinding(name, ExecutableKind.Unknown, e.Message)];
        }
    }

    private static IEnumerable<ExecutableFinding> OfJson(string path, string name)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytesOfJson) return [];
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("auto_map", out var map))
                return [];
            return map.ValueKind == JsonValueKind.Object
                ? [
                    .. map.EnumerateObject().Select(
                        entry => new ExecutableFinding(name, ExecutableKind.MappedClass, $"{entry.Name}: {entry.Value}"))]
                : [new ExecutableFinding(name, ExecutableKind.MappedClass, map.ToString())];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What is no JSON maps nothing; whoever needs the file says what is wrong with it.
            return [];
        }
    }
}

/// <summary>How something could be executed.</summary>
public enum ExecutableKind
{
    /// <summary>A pickle that imports more than tensors, containers and numbers, and could call it.</summary>
    Import,

    /// <summary>A pickle of which that cannot be told.</summary>
    Unknown,

    /// <summary>A class of a Python file, which loads it when remote code is trusted (<c>auto_map</c>).</summary>
    MappedClass,

    /// <summary>A program or library.</summary>
    Program,
}

/// <summary>Something that other programs could execute.</summary>
/// <param name="File">Path from the folder on.</param>
/// <param name="Kind">How.</param>
/// <param name="What">The name that is imported, the class and where it is, or what is wrong.</param>
public sealed record ExecutableFinding(string File, ExecutableKind Kind, string What);
