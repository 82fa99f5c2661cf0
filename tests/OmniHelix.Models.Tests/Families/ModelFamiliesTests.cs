using System.Text.Json;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Families;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Tests.Families;

public class ModelFamiliesTests
{
    // Of each family under each of its names, but for baselines, which nobody publishes (BaselineModelsTests).
    public static TheoryData<int, string> Published => Rows(_ => true);

    // In the published code of these, padding has an influence.
    private static readonly ModelFamily[] Leaking = [Nystromformer.Family, ScNystromformer.Family, ScPerformer.Family];

    // Landmarks are means over padding; RNA-MSM computes whole alignments.
    private static readonly ModelFamily[] Padded = [Nystromformer.Family, ScNystromformer.Family, RnaMsm.Family];

    public static TheoryData<int, string> Packing => Rows(family => !Padded.Contains(family));

    [Fact]
    public void NoNameIsGivenTwiceUnlessTheFilesShowWhichIsMeant()
    {
        var plain = ModelFamilies.All.Where(family => family.IsShownBy is null).ToList();
        Assert.Distinct(plain.SelectMany(family => family.Names.Select(name => name.ModelType)));
        Assert.Distinct(plain.SelectMany(family => family.Names.Select(name => name.ClassPrefix).Distinct()));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void AConfigurationMakesABackboneOfItsFamilyAndIsWrittenBack(int family, string type)
    {
        using var folder = new TemporaryFolder();
        var config = Read(folder, family, type);
        using var backbone = config.CreateBackbone(BackboneParts.Pooler);
        Assert.Equal(config, backbone.Config);
        Assert.Equal(config.Family.NameOf(type).KeyPrefix, backbone.Prefix);
        ModelConfigFile.Write(folder["config.json"], config.ToJson());
        Assert.Equal(config, ModelFamilies.Read(ModelConfigFile.Open(folder.Path)));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void EveryAdapterTargetIsALinearLayerOfEveryBlock(int family, string type)
    {
        using var folder = new TemporaryFolder();
        var config = Read(folder, family, type);
        using var backbone = config.CreateBackbone();
        var linear = backbone.NamedModules().Where(entry => entry.Value is Linear).Select(entry => entry.Name).ToList();
        Assert.All(config.Family.AdapterTargets, target =>
            Assert.Equal(0, linear.Count(name => name.EndsWith("." + target, StringComparison.Ordinal)) % config.LayerCount));
        Assert.All(config.Family.AdapterTargets, target =>
            Assert.Contains(linear, name => name.EndsWith("." + target, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void EveryTensorThatTheConfigurationSpeaksOfIsOneOfTheBackbone(int family, string type)
    {
        using var folder = new TemporaryFolder();
        var config = Read(folder, family, type);
        using var backbone = config.CreateBackbone();
        var tensors = backbone.StateDict().ToDictionary();
        Assert.All(config.Claims, claim => Assert.Equal(claim.Stated, tensors[claim.Tensor].Value.Size(claim.Axis)));
        var keys = config.Family.Keys;
        Assert.All(tensors.Keys, name => Assert.True(keys.IsBackbone(name), name));
        Assert.Contains(tensors.Keys, name => name.StartsWith(keys.Blocks, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void ASequenceDoesNotFeelItsBatchAndPaddingChangesNothing(int family, string type)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = OmniModel.Create(Read(folder, family, type), TaskType.Embedding, new(), seed: 3);
        model.Eval();
        int[][] sequences = [[3, 7, 9, 4, 5, 6, 7, 8, 9, 10, 11, 2], [3, 9, 2], [3, 5, 6, 2]];
        var batch = Small.Batch(sequences);
        var packed = model.Forward(batch with { SkipsPadding = true }).LastHiddenState;
        var dense = model.Forward(batch).LastHiddenState;
        foreach (var (row, tokens) in sequences.Index())
        {
            var alone = model.Forward(Small.Batch(tokens)).LastHiddenState.Select(0, 0);
            Assert.True(Small.Distance(alone, packed.Select(0, row).Narrow(0, 0, tokens.Length)) < 1e-6);
            if (Leaking.Contains(ModelFamilies.All[family])) continue;
            Assert.True(Small.Distance(alone, dense.Select(0, row).Narrow(0, 0, tokens.Length)) < 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void APassGoesOnFromTheStatesOfFrozenBlocks(int family, string type)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = OmniModel.Create(Read(folder, family, type), TaskType.Embedding, new(), seed: 3);
        var layers = model.Backbone.LayerCount;
        var trainable = model.ParameterCount(trainable: true);
        for (var blocks = 0; blocks <= layers; blocks++)
        {
            model.FreezeLower(blocks);
            var left = model.ParameterCount(trainable: true);
            Assert.True(left < trainable, $"{blocks}: {left} of {trainable}");
            trainable = left;
            if (!model.GoesOnFromStates) continue;
            model.Eval();
            var batch = Small.Batch([3, 7, 9, 4, 5, 2], [3, 9, 2]) with { SkipsPadding = true };
            var all = model.Forward(batch).LastHiddenState;
            var lower = new LowerStates(model.LowerStates(batch, blocks), blocks);
            Assert.True(Small.Distance(all, model.Forward(batch with { Lower = lower }).LastHiddenState) < 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Packing))]
    public void PaddingIsLeftOutOfTheStreamWhereThatSavesTime(int family, string type)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = OmniModel.Create(Read(folder, family, type), TaskType.Embedding, new(), seed: 3);
        model.Eval();
        var batch = Small.Batch([3, 7, 9, 4, 5, 2], [3, 9, 2]);
        var packed = model.Forward(batch with { SkipsPadding = true }).LastHiddenState;
        Assert.Equal(0, packed.Select(0, 1).Narrow(0, 3, 3).Abs().Max().ToDouble());
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void ASavedModelIsTheSameModel(int family, string type)
    {
        using var scope = new TensorScope();
        using var folder = new TemporaryFolder();
        using var model = OmniModel.Create(Read(folder, family, type), TaskType.MaskedLanguageModel, new(), seed: 3);
        model.Eval();
        model.SavePretrained(folder["saved"]);
        using var loaded = OmniModel.FromPretrained(folder["saved"]);
        Assert.Equal(model.Backbone.Config, loaded.Backbone.Config);
        Assert.Empty(loaded.LoadReport!.Unused);
        var batch = Small.Batch([3, 7, 9, 4, 5, 2], [3, 9, 2]);
        Assert.Equal(model.Forward(batch).Logits.ToArray<float>(), loaded.Forward(batch).Logits.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void PublishedHeadsOfSequencesAndTokensAreMadeSavedAndFound(int family, string type)
    {
        using var folder = new TemporaryFolder();
        var config = Read(folder, family, type);
        foreach (var task in new[] { TaskType.SequenceClassification, TaskType.TokenClassification })
        {
            var (poolings, layout) = config.Family.Heads.Sequences;
            var options = new OmniModelOptions { LabelNames = ["a", "b", "c"], Pooling = poolings[0], Layout = layout };
            using var model = OmniModel.Create(config, task, options, seed: 3);
            model.SavePretrained(folder[task.Name]);
            // As if the library had written it.
            var json = Goldens.Config(folder[task.Name]);
            var kept = json.EnumerateObject().Where(entry => entry.Name is not ("omnihelix" or "problem_type"));
            File.WriteAllText(folder[$"{task.Name}/config.json"], JsonSerializer.Serialize(kept.ToDictionary(e => e.Name, e => e.Value)));
            using var loaded = OmniModel.FromPretrained(folder[task.Name]);
            Assert.Equal((task, poolings[0], layout), (loaded.Task, loaded.Options.Pooling, loaded.Options.Layout));
            Assert.Equal(model.ParameterCount(), loaded.ParameterCount());
        }
    }

    private static TheoryData<int, string> Rows(Func<ModelFamily, bool> wanted)
    {
        var rows = new TheoryData<int, string>();
        foreach (var (i, family) in ModelFamilies.All.Index())
            foreach (var name in family.Names.Where(_ => family.Usual is null && wanted(family))) rows.Add(i, name.ModelType);
        return rows;
    }

    private static BackboneConfig Read(TemporaryFolder folder, int family, string type) =>
        SmallFamily.Read(folder.Path, ModelFamilies.All[family], type);
}
