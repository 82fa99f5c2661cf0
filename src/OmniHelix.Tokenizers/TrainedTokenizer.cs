using System.Text.Json.Nodes;
using OmniHelix.Documents;

namespace OmniHelix.Tokenizers;

/// <summary>A tokenizer that was learned.</summary>
public sealed class TrainedTokenizer
{
    internal TrainedTokenizer(string json)
    {
        Json = json;
        var pipeline = TokenPipeline.Read(Document.ParseJson(json, TokenizerDocument.FileName, TokenizerConfig.Kind));
        var config = new TokenizerConfig(null);
        var files = new TokenizerFiles(
            [(TokenizerDocument.FileName, json)], new JsonObject { ["tokenizer_class"] = "PreTrainedTokenizerFast" });
        Tokenizer = new PipelineTokenizer(pipeline, PipelineRoles.Of(pipeline, config), config.Merge(new()), files);
    }

    /// <summary>The text of its <c>tokenizer.json</c>.</summary>
    public string Json { get; }

    /// <summary>The tokenizer.</summary>
    public OmniTokenizer Tokenizer { get; }

    /// <summary>Tokens wanted.</summary>
    public required int Requested { get; init; }

    /// <summary>Tokens found: fewer than wanted when the corpus has no more.</summary>
    public required int Found { get; init; }
}
