using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models.Baselines;

/// <summary>How baselines are stored: all in the same way, which is this project's own.</summary>
internal static class BaselineFamily
{
    /// <summary>The line of the table.</summary>
    /// <param name="title">What it is called in words.</param>
    /// <param name="name">Name of the model type, of the classes, and of what stands before its tensors.</param>
    /// <param name="head">How it pools and the layers behind, unless told otherwise.</param>
    /// <param name="parts">How the names of its tensors begin, those of numbered blocks last.</param>
    /// <param name="mark">A tensor that only it has, without the part before the name.</param>
    /// <param name="read">Reads a configuration file.</param>
    /// <param name="usual">The usual sizes, for the tokens of a tokenizer.</param>
    public static ModelFamily Of(
        string title, PublishedName name, (Pooling Pooling, HeadLayout Layout) head, IReadOnlyList<string> parts,
        string mark, Func<MapNode, BackboneConfig> read, Func<OmniTokenizer, BackboneConfig> usual)
    {
        var heads = new HeadKeys
        {
            HasLanguageModel = _ => false,
            SequenceClassifier = "classifier",
            Sequences = ([head.Pooling], head.Layout),
            Prefixes = ["classifier."],
        };
        return new()
        {
            Title = title,
            Names = [name],
            Read = (json, _, _) => read(json),
            Usual = usual,
            Marks = [$"{name.KeyPrefix}.{mark}"],
            Keys = new KeyMap { Prefixes = [name.KeyPrefix + "."], BackboneParts = parts, Blocks = parts[^1] },
            Heads = heads,
            AdapterTargets = [],
        };
    }
}
