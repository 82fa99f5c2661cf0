using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Tokenizers;

namespace OmniHelix.TestKit;

/// <summary>Folders of models with random weights.</summary>
public static class ModelFolder
{
    /// <summary>Writes a model, always the same, with the tokenizer of OmniGenome beside it.</summary>
    public static void Write(string folder, BackboneConfig config, TaskType task, OmniModelOptions options)
    {
        using var model = OmniModel.Create(config, task, options, seed: 1);
        model.SavePretrained(folder);
        OmniTokenizer.OmniGenome().SavePretrained(folder);
    }
}
