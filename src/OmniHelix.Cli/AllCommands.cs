using OmniHelix.Cli.Commands.Attention;
using OmniHelix.Cli.Commands.Augment;
using OmniHelix.Cli.Commands.Completion;
using OmniHelix.Cli.Commands.Data;
using OmniHelix.Cli.Commands.Demo;
using OmniHelix.Cli.Commands.Doctor;
using OmniHelix.Cli.Commands.Embed;
using OmniHelix.Cli.Commands.Evaluate;
using OmniHelix.Cli.Commands.Genome;
using OmniHelix.Cli.Commands.Hub;
using OmniHelix.Cli.Commands.Infer;
using OmniHelix.Cli.Commands.Models;
using OmniHelix.Cli.Commands.Pretrain;
using OmniHelix.Cli.Commands.Quickcheck;
using OmniHelix.Cli.Commands.Rna;
using OmniHelix.Cli.Commands.Runs;
using OmniHelix.Cli.Commands.Tokenizers;
using OmniHelix.Cli.Commands.Seq2Seq;
using OmniHelix.Cli.Commands.Train;
using OmniHelix.Cli.Compatibility;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli;

/// <summary>
/// Every command, in the order of the help, and every program whose names are understood. A new command is one folder under
/// <c>Commands</c> and one line here.
/// </summary>
internal static class AllCommands
{
    public static CommandCatalog Catalog { get; } = new(
    [
        DemoCommand.Entry,
        TrainCommand.Entry,
        EvaluateCommand.Entry,
        InferCommand.Entry,
        EmbedCommand.Entry,
        AttentionCommand.Entry,
        AugmentCommand.Entry,
        PretrainCommand.Entry,
        Seq2SeqCommand.Entry,
        RnaCommand.Entry,
        RunsCommand.Entry,
        ModelCommand.Entry,
        HubCommand.Entry,
        TokenizerCommand.Entry,
        DataCommand.Entry,
        GenomeCommand.Entry,
        QuickcheckCommand.Entry,
        DoctorCommand.Entry,
        CompletionCommand.Entry,
    ],
    [
        OmniGenBench.Names,
        GenomeNlp.Names,
        Glm2xTower.Names,
        Bcftools.Names,
        Bedtools.Names,
        Samtools.Names,
        SeqKit.Names,
    ]);
}
