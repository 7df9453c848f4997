# The estate of estate.ts as HCL by hand, with the same faults.
terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.239.0, < 3.0.0"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_slb_load_balancer" "Balancer" {
  load_balancer_name = "public"
  address_type       = "internet"
  load_balancer_spec = "slb.s2.small"
}

resource "alicloud_vpc_traffic_mirror_filter" "Web" {}

resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "Web_inbound-1" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.Web.id
  priority                 = 1
  action                   = "accept"
  protocol                 = "TCP"
  source_cidr_block        = "0.0.0.0/0"
  source_port_range        = "-1/-1"
  destination_cidr_block   = "0.0.0.0/0"
  destination_port_range   = "443/443"
}

resource "alicloud_vpc_traffic_mirror_session" "Right" {
  traffic_mirror_session_name = "Right"
  enabled                     = true
  priority                    = 100
  virtual_network_id          = 100
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1right"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Family" {
  traffic_mirror_session_name = "Family"
  enabled                     = true
  priority                    = 300
  virtual_network_id          = 300
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1g8i"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Region" {
  traffic_mirror_session_name = "Region"
  enabled                     = true
  priority                    = 400
  virtual_network_id          = 400
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1shanghai"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Kind" {
  traffic_mirror_session_name = "Kind"
  enabled                     = true
  priority                    = 500
  virtual_network_id          = 500
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["i-bp1right"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Ipv6" {
  traffic_mirror_session_name = "Ipv6"
  enabled                     = true
  priority                    = 600
  virtual_network_id          = 600
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1ipv6"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Managed" {
  traffic_mirror_session_name = "Managed"
  enabled                     = true
  priority                    = 700
  virtual_network_id          = 700
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1managed"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Again" {
  traffic_mirror_session_name = "Again"
  enabled                     = true
  priority                    = 800
  virtual_network_id          = 800
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1right"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Double" {
  traffic_mirror_session_name = "Double"
  enabled                     = true
  priority                    = 900
  virtual_network_id          = 900
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1double", "eni-bp1double"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Priority" {
  traffic_mirror_session_name = "Priority"
  enabled                     = true
  priority                    = 100
  virtual_network_id          = 1000
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1priority"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Off" {
  traffic_mirror_session_name = "Off"
  enabled                     = false
  priority                    = 1100
  virtual_network_id          = 1100
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1off"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Length" {
  traffic_mirror_session_name = "Length"
  enabled                     = true
  priority                    = 1200
  virtual_network_id          = 1200
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1length"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
  packet_length               = 20
}

resource "alicloud_vpc_traffic_mirror_session" "Vni" {
  traffic_mirror_session_name = "Vni"
  enabled                     = true
  priority                    = 1300
  virtual_network_id          = 100
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1vni"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Type" {
  traffic_mirror_session_name = "Type"
  enabled                     = true
  priority                    = 1400
  virtual_network_id          = 1400
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1type"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "NetworkInterface"
}

resource "alicloud_vpc_traffic_mirror_session" "Nofilter" {
  traffic_mirror_session_name = "Nofilter"
  enabled                     = true
  priority                    = 1500
  virtual_network_id          = 1500
  traffic_mirror_filter_id    = "vpc-bp1prod"
  traffic_mirror_source_ids   = ["eni-bp1nofilter"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Many" {
  traffic_mirror_session_name = "Many"
  enabled                     = true
  priority                    = 1600
  virtual_network_id          = 1600
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1many0", "eni-bp1many1", "eni-bp1many2", "eni-bp1many3", "eni-bp1many4", "eni-bp1many5", "eni-bp1many6", "eni-bp1many7", "eni-bp1many8", "eni-bp1many9", "eni-bp1many10"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Tap" {
  traffic_mirror_session_name = "Tap"
  enabled                     = true
  priority                    = 1700
  virtual_network_id          = 1700
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1both"]
  traffic_mirror_target_id    = "eni-bp1tap"
  traffic_mirror_target_type  = "NetworkInterface"
}

resource "alicloud_vpc_traffic_mirror_session" "Both" {
  traffic_mirror_session_name = "Both"
  enabled                     = true
  priority                    = 1800
  virtual_network_id          = 1800
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1tap"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Closed" {
  traffic_mirror_session_name = "Closed"
  enabled                     = true
  priority                    = 1900
  virtual_network_id          = 1900
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1closed"]
  traffic_mirror_target_id    = "eni-bp1shut"
  traffic_mirror_target_type  = "NetworkInterface"
}

resource "alicloud_vpc_traffic_mirror_session" "Dry" {
  traffic_mirror_session_name = "Dry"
  enabled                     = true
  priority                    = 2000
  virtual_network_id          = 2000
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1dry"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
  dry_run                     = true
}

resource "alicloud_vpc_traffic_mirror_session" "Number" {
  traffic_mirror_session_name = "Number"
  enabled                     = true
  priority                    = 2100
  virtual_network_id          = 0
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1number"]
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_session" "Public" {
  traffic_mirror_session_name = "Public"
  enabled                     = true
  priority                    = 2200
  virtual_network_id          = 2200
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.Web.id
  traffic_mirror_source_ids   = ["eni-bp1public"]
  traffic_mirror_target_id    = alicloud_slb_load_balancer.Balancer.id
  traffic_mirror_target_type  = "SLB"
}

resource "alicloud_vpc_traffic_mirror_filter" "Empty" {
  traffic_mirror_filter_name = "empty"
}

resource "alicloud_vpc_traffic_mirror_filter" "Inline" {
  traffic_mirror_filter_name = "inline"

  ingress_rules {
    action                 = "accept"
    protocol               = "TCP"
    priority               = 1
    source_cidr_block      = "0.0.0.0/0"
    source_port_range      = "-1/-1"
    destination_cidr_block = "0.0.0.0/0"
    destination_port_range = "443/443"
  }
}

resource "alicloud_vpc_traffic_mirror_filter" "Faulty" {
  traffic_mirror_filter_name = "faulty"
}

resource "alicloud_vpc_traffic_mirror_filter" "Hiding" {
  traffic_mirror_filter_name = "hiding"
}

resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "All" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.Faulty.id
  priority                 = 1
  action                   = "accept"
  protocol                 = "ALL"
  source_cidr_block        = "10.50.0.0/16"
  destination_cidr_block   = "0.0.0.0/0"
}

resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "Same" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.Faulty.id
  priority                 = 1
  action                   = "accept"
  protocol                 = "TCP"
  source_cidr_block        = "0.0.0.0/0"
  source_port_range        = "-1/-1"
  destination_cidr_block   = "0.0.0.0/0"
  destination_port_range   = "80/80"
}

resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "Https" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.Hiding.id
  priority                 = 1
  action                   = "accept"
  protocol                 = "TCP"
  source_cidr_block        = "0.0.0.0/0"
  source_port_range        = "-1/-1"
  destination_cidr_block   = "0.0.0.0/0"
  destination_port_range   = "443/443"
}

resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "Hidden" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.Hiding.id
  priority                 = 2
  action                   = "accept"
  protocol                 = "TCP"
  source_cidr_block        = "10.20.0.0/16"
  source_port_range        = "-1/-1"
  destination_cidr_block   = "0.0.0.0/0"
  destination_port_range   = "443/443"
}

resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "Against" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.Hiding.id
  priority                 = 3
  action                   = "drop"
  protocol                 = "TCP"
  source_cidr_block        = "10.30.0.0/16"
  source_port_range        = "-1/-1"
  destination_cidr_block   = "0.0.0.0/0"
  destination_port_range   = "443/443"
}

resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "Malformed" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.Faulty.id
  priority                 = 2
  action                   = "accept"
  protocol                 = "TCP"
  source_cidr_block        = "10.40.0.0/33"
  source_port_range        = "-1/-1"
  destination_cidr_block   = "0.0.0.0/0"
  destination_port_range   = "443/443"
}
